//! What is told of an error, in an answer or among events. Read by: `cases`, `events`.

use serde::Deserialize;
use serde_json::Value;
use tinsmith::ServiceError;
use tinsmith::codegen as rt;

use crate::compare::Differences;
use crate::dynamic::{AnyError, Dynamic, Record};
use crate::values;

/// What botocore reads of an error.
#[derive(Clone, Deserialize)]
pub struct Told {
    code: Option<String>,
    message: Option<String>,
    /// The code of the error, if it is listed.
    variant: Option<String>,
    #[serde(default)]
    read: Value,
}

impl Told {
    /// Adds all differences from what we read.
    pub fn compare(&self, ours: &ServiceError<AnyError>, found: &mut Vec<String>) {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        for (what, theirs, ours) in [
            ("code", text(&self.code), ours.code.clone()),
            // botocore has an empty message where there is none.
            ("message", text(&self.message), text(&ours.message)),
        ] {
            if theirs != ours {
                Differences::new(what, found)
                    .differ(format_args!("{theirs:?}"), &format!("{ours:?}"));
            }
        }
        let variant = match &ours.error {
            AnyError::Modelled(exception, _) => Some(exception.code.as_str()),
            AnyError::Unmodelled => None,
        };
        if variant != self.variant.as_deref() {
            Differences::new("variant", found)
                .differ(format_args!("{:?}", self.variant), &format!("{variant:?}"));
        }
        if let AnyError::Modelled(exception, record) = &ours.error {
            let theirs = self.members(record);
            let mut found = Differences::new("read", found);
            let ours = Dynamic::Structure(record.clone());
            values::compare(exception.ty, &theirs, &ours, &mut found);
        }
    }

    /// The same of an error among events. botocore's code is the name of the event, which can begin with a small letter where
    /// the error's name does not; ours is the error's, so that a program finds the same code in an answer and in a stream.
    pub fn as_an_error(&self) -> Self {
        let mut told = self.clone();
        if let Some(first) = told.code.as_mut().and_then(|code| code.get_mut(..1)) {
            first.make_ascii_uppercase();
        }
        told
    }

    /// What botocore read, with the message as a member, which the project gives every exception: botocore's models do not
    /// name it, or spell its name in another way, and botocore finds another spelling for the error alone.
    fn members(&self, record: &Record) -> Value {
        let mut theirs = self.read.clone();
        let body = record.shape.body();
        let is_message = |member: &rt::Member| member.name.eq_ignore_ascii_case("message");
        let Some(position) = body.schema.position(0, is_message) else {
            return theirs;
        };
        let ours = body.schema.members[position].name;
        let Value::Object(members) = &mut theirs else {
            return theirs;
        };
        let named = |name: &&String| name.eq_ignore_ascii_case("message");
        let message = match members.keys().find(named).cloned() {
            Some(spelled) => members.remove(&spelled),
            None => match self.message.as_deref() {
                None | Some("") => None,
                Some(message) => Some(message.into()),
            },
        };
        if let Some(message) = message {
            members.insert(ours.to_owned(), message);
        }
        theirs
    }
}
