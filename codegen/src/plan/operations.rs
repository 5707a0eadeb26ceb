//! Plans an operation: its names, its page, its errors, its paginator. Called by: planner.

use std::collections::BTreeSet;

use super::names::{self, Scope};
use super::operation_page::Page;
use super::planner::Planner;
use super::types::Role;
use super::{
    ChecksumPlan, ErrorPlan, ErrorVariant, EventsPlan, Field, FieldPlan, OperationPlan,
    RequestFacts, RustType, StructurePlan, documentation, pagination, protocol,
};
use crate::ir::{Checksum, Exception, Kind, Operation, ShapeId};
use crate::options::Emit;

impl Planner<'_> {
    pub(super) fn operation(
        &self,
        operation: &Operation,
        root: &mut Scope,
        methods: &mut Scope,
    ) -> OperationPlan {
        let name = names::type_ident(&operation.name);
        let [ident, request, response, error] =
            ["", "Request", "Response", "Error"].map(|suffix| root.take(format!("{name}{suffix}")));
        let request = self.root_structure(operation.input.as_ref(), request, Role::Request, &ident);
        let response =
            self.root_structure(operation.output.as_ref(), response, Role::Response, &ident);
        let error = self.error(operation, error);
        let method = methods.take(names::snake_ident(&operation.name));
        let paginator = operation.pagination.as_ref().map(|pages| {
            let method = methods.take(format!("{method}_paginator"));
            pagination::paginator(self.model, &self.types, operation, pages, method)
        });
        let summary = documentation::lines(operation.docs.as_deref(), || {
            format!("Calls {}.", documentation::code(&operation.name))
        });
        let method = names::escape(method);
        let page = Page {
            model: self.model,
            types: &self.types,
            operation,
            method: &method,
            request: &request,
            response: &response,
            error: &error,
            paginator: paginator.as_ref(),
        };
        // Without a client, the page would tell of methods that are not there.
        let with_page = self.emit >= Emit::Client;
        let paragraph = summary.iter().take_while(|line| !line.is_empty());
        OperationPlan {
            summary: paragraph.cloned().collect(),
            docs: if with_page {
                page.lines(&summary)
            } else {
                summary
            },
            ident,
            wire_name: operation
                .wire_name
                .as_ref()
                .unwrap_or(&operation.name)
                .clone(),
            method,
            deprecated: documentation::deprecation(operation.deprecated.as_ref()),
            http_method: operation.method.clone(),
            uri: operation.uri.clone(),
            host_prefix: operation.host_prefix.clone(),
            unsigned: operation.unsigned,
            facts: self.request_facts(operation),
            retryable: self.retryable(operation),
            event_input: events(&request),
            event_output: events(&response),
            request,
            response,
            error,
            paginator: paginator.and_then(Result::ok),
        }
    }

    fn exception(&self, id: &ShapeId) -> Option<&Exception> {
        match &self.model.shape(id).kind {
            Kind::Structure(structure) => structure.exception.as_ref(),
            _ => None,
        }
    }

    /// By which code an answer names an exception. A service that once spoke the query protocol tells the code of then
    /// beside the shape's name, which the runtime looks for in a header.
    pub(super) fn code(&self, id: &ShapeId) -> String {
        let service = &self.model.service;
        if service.query_compatible && !protocol::is_query(service) {
            return id.as_str().to_owned();
        }
        let code = self
            .exception(id)
            .and_then(|exception| exception.code.as_deref());
        code.unwrap_or(id.as_str()).to_owned()
    }

    fn retryable(&self, operation: &Operation) -> Vec<String> {
        let is_retryable = |id: &&ShapeId| {
            self.exception(id)
                .is_some_and(|exception| exception.retryable)
        };
        operation
            .errors
            .iter()
            .filter(is_retryable)
            .map(|id| self.code(id))
            .collect()
    }

    fn error(&self, operation: &Operation, ident: String) -> ErrorPlan {
        let mut scope = Scope::default();
        let rest = scope.take("Unmodelled".to_owned());
        // Of exceptions with the same code, only the first can ever be told from an answer.
        let mut codes = BTreeSet::new();
        let distinct = operation
            .errors
            .iter()
            .filter(|id| codes.insert(self.code(id)));
        let variants = distinct.map(|id| {
            let ty = self.types.name(id).clone();
            let docs = self.model.shape(id).docs.as_deref();
            ErrorVariant {
                ident: scope.take(ty.ident.clone()),
                code: self.code(id),
                docs: documentation::lines(docs, || {
                    format!(
                        "The service answered {}.",
                        documentation::code(&self.code(id))
                    )
                }),
                ty,
                boxed: self.types.is_boxed_exception(id),
            }
        });
        let is_deprecated = |id: &ShapeId| self.model.shape(id).deprecated.is_some();
        let uses_deprecated = operation.errors.iter().any(is_deprecated);
        ErrorPlan {
            ident,
            variants: variants.collect(),
            rest,
            uses_deprecated,
        }
    }

    fn request_facts(&self, operation: &Operation) -> RequestFacts {
        let namespace = operation.namespace.as_ref();
        let checksum = |checksum: &Checksum| ChecksumPlan {
            required: checksum.required,
            algorithm: checksum.algorithm.clone(),
            mode: checksum.mode.clone(),
            response: checksum.response.clone(),
        };
        RequestFacts {
            unsigned_payload: operation.unsigned_payload,
            no_input: operation.input.is_none() && protocol::tells_no_input(&self.model.service),
            root: operation.root.clone(),
            namespace: namespace.map(|namespace| (namespace.prefix.clone(), namespace.uri.clone())),
            checksum: operation.checksum.as_ref().map(checksum),
            md5: operation.md5,
            compressed: operation.compressed,
        }
    }
}

/// The field that holds events.
fn events(structure: &StructurePlan) -> Option<EventsPlan> {
    let is_events =
        |field: &&FieldPlan| matches!(field.ty, RustType::EventInput(_) | RustType::EventStream(_));
    let field = structure.fields.iter().find(is_events)?;
    Some(EventsPlan {
        field: Field {
            ident: field.ident.clone(),
            required: field.required,
        },
        deprecated: field.deprecated.is_some(),
    })
}
