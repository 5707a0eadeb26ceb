//! [`Once`]: what one of several owners takes. Read by: `events`, `body`.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A value that whoever comes first takes. Clones share it.
pub(crate) struct Once<T>(Arc<Mutex<Option<T>>>);

impl<T> Once<T> {
    pub(crate) fn new(value: T) -> Self {
        Self(Arc::new(Mutex::new(Some(value))))
    }

    pub(crate) fn take(&self) -> Option<T> {
        self.lock().take()
    }

    /// Whether nobody has taken it.
    pub(crate) fn is_there(&self) -> bool {
        self.lock().is_some()
    }

    fn lock(&self) -> MutexGuard<'_, Option<T>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T> Clone for Once<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

/// The same, not only alike.
impl<T> PartialEq for Once<T> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}
