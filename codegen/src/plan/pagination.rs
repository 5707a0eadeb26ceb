//! Paginators: the model's paths over a response, resolved to fields. Read by: planner, emit.
//!
//! A path is a JMESPath expression; what is read here is a chain of members, which is what all but a handful are.

use super::RustType;
use super::names;
use super::types::Types;
use crate::ir::{Kind, Member, Model, Operation, ShapeId};

/// How to go from page to page of an operation.
pub(crate) struct PaginatorPlan {
    /// The client's method.
    pub(crate) method: String,
    pub(crate) token: TokenPlan,
    /// A flag of the response that says whether there are more pages.
    pub(crate) more_results: Option<Vec<Field>>,
    pub(crate) items: Option<ItemsPlan>,
}

/// What asks for the next page.
pub(crate) struct TokenPlan {
    pub(crate) request: Field,
    pub(crate) response: Vec<Field>,
    pub(crate) ty: RustType,
}

/// The items of a page.
pub(crate) struct ItemsPlan {
    pub(crate) path: Vec<Field>,
    /// The list's element, or key and value of the map.
    pub(crate) item: Vec<RustType>,
}

/// A field of a structure on the way to what a path names.
pub(crate) struct Field {
    pub(crate) ident: String,
    pub(crate) required: bool,
}

/// The paginator of an operation, or the model's expression that cannot be followed.
pub(super) fn paginator(
    model: &Model,
    types: &Types<'_>,
    operation: &Operation,
    method: String,
) -> Option<Result<PaginatorPlan, String>> {
    let pages = operation.pagination.as_ref()?;
    Some((|| {
        let ([input], [output]) = (pages.input_tokens.as_slice(), pages.output_tokens.as_slice()) else {
            return Err(pages.output_tokens.join(", "));
        };
        let (request, requested) = resolve(model, types, operation.input.as_ref(), input)?;
        let (response, answered) = resolve(model, types, operation.output.as_ref(), output)?;
        let ty = types.of(&answered.target);
        let request = request.into_iter().next().filter(|_| !input.contains('.'));
        let Some(request) = request.filter(|_| types.of(&requested.target) == ty) else {
            return Err(input.clone());
        };
        let more_results = match &pages.more_results {
            Some(path) => Some(resolve(model, types, operation.output.as_ref(), path)?.0),
            None => None,
        };
        Ok(PaginatorPlan {
            method,
            token: TokenPlan { request, response, ty },
            more_results,
            items: pages.result_keys.first().and_then(|path| items(model, types, operation, path)),
        })
    })())
}

fn items(model: &Model, types: &Types<'_>, operation: &Operation, path: &str) -> Option<ItemsPlan> {
    let (path, member) = resolve(model, types, operation.output.as_ref(), path).ok()?;
    let item = match types.of(&member.target) {
        RustType::List(element) => vec![*element],
        RustType::Map(key, value) => vec![*key, *value],
        _ => return None,
    };
    Some(ItemsPlan { path, item })
}

/// The fields that a path names, from the structure `root`, and the member at its end.
fn resolve<'m>(
    model: &'m Model,
    types: &Types<'_>,
    root: Option<&'m ShapeId>,
    path: &str,
) -> Result<(Vec<Field>, &'m Member), String> {
    let mut fields = Vec::new();
    let mut at = root;
    let mut last = None;
    for name in path.split('.') {
        let structure = at.filter(|id| matches!(model.shape(id).kind, Kind::Structure(_)));
        let owner = structure.ok_or_else(|| path.to_owned())?;
        let members = model.shape(owner).kind.members();
        let (position, member) =
            members.iter().enumerate().find(|(_, member)| member.name == name).ok_or_else(|| path.to_owned())?;
        let idents = names::fields(members.iter().map(|member| member.name.as_str()));
        fields.push(Field {
            ident: idents[position].clone(),
            required: types.is_required(owner, position, member),
        });
        last = Some(member);
        at = Some(&member.target);
    }
    last.map(|member| (fields, member)).ok_or_else(|| path.to_owned())
}
