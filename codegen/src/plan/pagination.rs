//! Paginators: the model's paths over a response, resolved to fields. Read by: planner, emit.
//!
//! A path is a JMESPath expression; what is read here is a chain of members, which is what all but a handful are.

use super::RustType;
use super::types::Types;
use crate::ir::{Kind, Model, Operation, Pagination, ShapeId};

/// How many members a path can lead over; the models have four.
const LONGEST_PATH: usize = 40;

/// How to go from page to page of an operation.
pub(crate) struct PaginatorPlan {
    /// The client's method.
    pub(crate) method: String,
    pub(crate) token: TokenPlan,
    /// A flag of the response that says whether there are more pages.
    pub(crate) more_results: Option<Vec<Field>>,
    pub(crate) items: Option<ItemsPlan>,
    /// Whether a path names something deprecated.
    pub(crate) uses_deprecated: bool,
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
    pages: &Pagination,
    method: String,
) -> Result<PaginatorPlan, String> {
    let ([input], [output]) = (
        pages.input_tokens.as_slice(),
        pages.output_tokens.as_slice(),
    ) else {
        return Err(pages.output_tokens.join(", "));
    };
    let in_response = |path: &str| resolve(model, types, operation.output.as_ref(), path);
    let requested = resolve(model, types, operation.input.as_ref(), input)?;
    let answered = in_response(output)?;
    let ty = types.of(&answered.target);
    let sent = requested
        .fields
        .into_iter()
        .next()
        .filter(|_| !input.contains('.'));
    let Some(request) = sent.filter(|_| types.of(&requested.target) == ty) else {
        return Err(input.clone());
    };
    let more_results = pages
        .more_results
        .as_ref()
        .map(|path| in_response(path))
        .transpose()?;
    // A result that is no list or map, or that cannot be followed, leaves the pages without items.
    let result = pages
        .result_keys
        .first()
        .and_then(|path| in_response(path).ok());
    let uses_deprecated = [&requested.deprecated, &answered.deprecated]
        .into_iter()
        .chain(
            more_results
                .iter()
                .chain(&result)
                .map(|resolved| &resolved.deprecated),
        )
        .any(|deprecated| *deprecated);
    Ok(PaginatorPlan {
        method,
        token: TokenPlan {
            request,
            response: answered.fields,
            ty,
        },
        more_results: more_results.map(|resolved| resolved.fields),
        items: result.and_then(|resolved| items(types, resolved)),
        uses_deprecated,
    })
}

fn items(types: &Types<'_>, result: Resolved) -> Option<ItemsPlan> {
    let item = match types.of(&result.target) {
        RustType::List(element) => vec![*element],
        RustType::Map(key, value) => vec![*key, *value],
        _ => return None,
    };
    Some(ItemsPlan {
        path: result.fields,
        item,
    })
}

/// What a path leads over, and where it ends.
struct Resolved {
    fields: Vec<Field>,
    target: ShapeId,
    /// Whether a member on the way, or the type at the end, is deprecated.
    deprecated: bool,
}

/// The fields that a path names, from the structure `root`; the path itself if it cannot be followed.
fn resolve(
    model: &Model,
    types: &Types<'_>,
    root: Option<&ShapeId>,
    path: &str,
) -> Result<Resolved, String> {
    let mut target = root.ok_or_else(|| path.to_owned())?;
    let mut fields = Vec::new();
    let mut deprecated = false;
    for (depth, name) in path.split('.').enumerate() {
        if depth == LONGEST_PATH {
            return Err(path.to_owned());
        }
        let Kind::Structure(structure) = &model.shape(target).kind else {
            return Err(path.to_owned());
        };
        let members = &structure.members;
        let named = members
            .iter()
            .enumerate()
            .find(|(_, member)| member.name == name);
        let (position, member) = named.ok_or_else(|| path.to_owned())?;
        fields.push(Field {
            ident: types.fields(target)[position].ident.clone(),
            required: types.is_required(target, position, member),
        });
        deprecated |= member.deprecated.is_some() || types.is_deprecated(&member.target);
        target = &member.target;
    }
    Ok(Resolved {
        fields,
        target: target.clone(),
        deprecated,
    })
}
