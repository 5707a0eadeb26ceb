//! The page about an operation: what it does, a request to copy, the response's tree, its exceptions. Read by: planner.

use std::collections::BTreeSet;

use super::documentation;
use super::skeleton::Skeleton;
use super::types::Types;
use super::{ErrorPlan, PaginatorPlan, StructurePlan};
use crate::ir::{Kind, Member, Model, Operation, ShapeId};

/// A tree longer than this stops growing; the links in it lead on.
const LONGEST_TREE: usize = 150;

/// How deep a tree goes: deeper, one sees no longer what is inside what.
const DEEPEST_TREE: usize = 24;

/// What the page is about.
pub(super) struct Page<'a> {
    pub(super) model: &'a Model,
    pub(super) types: &'a Types<'a>,
    pub(super) operation: &'a Operation,
    pub(super) method: &'a str,
    pub(super) request: &'a StructurePlan,
    pub(super) response: &'a StructurePlan,
    pub(super) error: &'a ErrorPlan,
    /// The paginator, or the model's expression for one that cannot be generated.
    pub(super) paginator: Option<&'a Result<PaginatorPlan, String>>,
}

impl Page<'_> {
    /// The page, below the operation's own words.
    pub(super) fn lines(&self, words: &[String]) -> Vec<String> {
        let mut lines = words.to_vec();
        let mut section = |title: &str, body: Vec<String>| {
            lines.extend([String::new(), format!("# {title}"), String::new()]);
            lines.extend(body);
        };
        section("Request", self.request_lines());
        section("Response", self.response_lines());
        if let Some(paginator) = self.paginator {
            section("Pages", vec![about_pages(paginator)]);
        }
        section("Errors", self.error_lines());
        if let Some(uid) = &self.model.service.uid {
            let url = format!(
                "https://docs.aws.amazon.com/goto/WebAPI/{uid}/{}",
                self.operation.name
            );
            if url
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || ":/.-_".contains(c))
            {
                lines.extend([
                    String::new(),
                    format!("See also the [AWS API documentation]({url})."),
                ]);
            }
        }
        lines
    }

    fn request_lines(&self) -> Vec<String> {
        let skeleton = Skeleton::new(self.model, self.types);
        let value = skeleton.root(&self.request.ident, self.operation.input.as_ref());
        let mut lines = vec![
            format!("[`{}`], with every member set:", self.request.ident),
            String::new(),
            "```ignore".to_owned(),
        ];
        if self.request.fields.is_empty() {
            lines[0] = format!("[`{}`] has no members.", self.request.ident);
        }
        lines.extend(format!("let request = {value};").lines().map(str::to_owned));
        lines.push(format!(
            "let response = client.{}(request).await?;",
            self.method
        ));
        lines.push("```".to_owned());
        lines
    }

    fn response_lines(&self) -> Vec<String> {
        let mut tree = Tree {
            page: self,
            lines: Vec::new(),
            shown: BTreeSet::new(),
            cut: false,
        };
        if let Some(id) = &self.operation.output {
            tree.members(id, &self.response.ident, 0);
        }
        if tree.cut {
            let more = "The list ends here; the types in it have the rest.";
            tree.lines.extend([String::new(), more.to_owned()]);
        }
        if tree.lines.is_empty() {
            return vec![format!("[`{0}`] has no members.", self.response.ident)];
        }
        tree.lines
    }

    fn error_lines(&self) -> Vec<String> {
        let mut lines = self.operation_error_lines();
        let output = self.operation.output.iter();
        let members = output.flat_map(|id| self.model.shape(id).kind.members());
        for error in members.filter_map(|member| self.types.event_error(&member.target)) {
            let line = format!("In place of an event, a [`{error}`](types::{error}) can come.");
            lines.extend([String::new(), line]);
        }
        lines
    }

    fn operation_error_lines(&self) -> Vec<String> {
        let ident = &self.error.ident;
        if self.error.variants.is_empty() {
            return vec![format!("[`{ident}`]: the model lists none.")];
        }
        let mut lines = vec![format!("[`{ident}`], one of:"), String::new()];
        for variant in &self.error.variants {
            let link = format!("[`{}`]({})", variant.ty.ident, variant.ty.path());
            lines.push(format!("- {link}:"));
            lines.extend(
                variant
                    .docs
                    .iter()
                    .take_while(|line| !line.is_empty())
                    .map(|line| format!("  {line}")),
            );
        }
        lines
    }
}

fn about_pages(paginator: &Result<PaginatorPlan, String>) -> String {
    match paginator {
        Ok(paginator) => {
            let items = if paginator.items.is_some() {
                ", or all their items"
            } else {
                ""
            };
            format!(
                "[`Client::{}`] gives all pages{items}, as a stream.",
                paginator.method
            )
        }
        Err(expression) => {
            format!(
                "Come one at a time: the model finds the next by {}.",
                documentation::code(expression)
            )
        }
    }
}

/// The response's members, and theirs, as a nested list; those of a structure stand in it once.
struct Tree<'a> {
    page: &'a Page<'a>,
    lines: Vec<String>,
    shown: BTreeSet<&'a ShapeId>,
    /// Whether there is more than the list has.
    cut: bool,
}

impl<'a> Tree<'a> {
    fn members(&mut self, id: &'a ShapeId, owner: &str, depth: usize) {
        let Kind::Structure(structure) = &self.page.model.shape(id).kind else {
            return;
        };
        self.shown.insert(id);
        let types = self.page.types;
        for (member, name) in structure.members.iter().zip(types.fields(id)) {
            if self.lines.len() >= LONGEST_TREE {
                self.cut = true;
                return;
            }
            let plain = name.ident.trim_start_matches("r#");
            let link = format!("[`{plain}`]({owner}::{plain})");
            self.lines.push(format!(
                "{}- {link}: {}",
                "  ".repeat(depth),
                self.describe_member(member)
            ));
            let inner = self.innermost(member);
            let opens = depth < DEEPEST_TREE && !self.shown.contains(inner);
            if let Some(name) = types.nested(inner).filter(|_| opens) {
                self.members(inner, &name.path(), depth + 1);
            }
        }
    }

    /// What is inside a member's lists and maps.
    fn innermost(&self, member: &'a Member) -> &'a ShapeId {
        let mut id = &member.target;
        while let Kind::List { element: next, .. } | Kind::Map { value: next, .. } =
            &self.page.model.shape(id).kind
        {
            id = &next.target;
        }
        id
    }

    fn describe_member(&self, member: &Member) -> String {
        let target = &self.page.model.shape(&member.target).kind;
        if member.is_body(target) {
            return "blob, as a stream".to_owned();
        }
        if target.is_event_stream() {
            return format!("stream of {}", self.describe(&member.target));
        }
        self.describe(&member.target)
    }

    fn describe(&self, id: &ShapeId) -> String {
        let kind = &self.page.model.shape(id).kind;
        match kind {
            Kind::List { element, .. } => format!("list of {}", self.describe(&element.target)),
            Kind::Map { key, value, .. } => {
                format!(
                    "map from {} to {}",
                    self.describe(&key.target),
                    self.describe(&value.target)
                )
            }
            _ => match kind.simple_name() {
                Some(name) => name.to_owned(),
                None => {
                    let name = self.page.types.name(id);
                    format!("[`{}`]({})", name.ident, name.path())
                }
            },
        }
    }
}
