//! [`Paginator`]: all pages of an operation, and [`Items`]: all items of the pages. Read by: users.

use std::fmt;
use std::future::poll_fn;
use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::Client;
use super::transport::BoxFuture;
use crate::error::Error;
use crate::operation::{Operation, Paginated, PaginatedItems};

/// What a page comes as.
type Page<O> = Result<<O as Operation>::Response, Error<<O as Operation>::Error>>;

/// What an item comes as.
type Item<O> = Result<<O as PaginatedItems>::Item, Error<<O as Operation>::Error>>;

/// The pages of an operation, one call for each, made when the page is asked for.
///
/// The last page is the one without a token, or with a token that repeats: a service that goes in circles is left
/// after a few rounds. After an error there is nothing more. It is a [`Stream`] too.
///
/// ```
/// # use tinsmith::{Error, Paginator, codegen::Paginated};
/// # async fn show<O: Paginated>(mut pages: Paginator<O>) -> Result<(), Error<O::Error>> {
/// while let Some(page) = pages.next().await {
///     let page = page?;
/// #   drop(page);
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "asks for no page until `next` is called"]
pub struct Paginator<O: Paginated> {
    client: Client,
    tokens: Tokens<O::Token>,
    state: State<O>,
}

enum State<O: Paginated> {
    Ready(O::Request),
    Calling(BoxFuture<'static, (O::Request, Page<O>)>),
    Done,
}

// No field is ever pinned: the future is on the heap.
impl<O: Paginated> Unpin for Paginator<O> {}

impl<O: Paginated> Paginator<O> {
    pub(super) fn new(client: Client, request: O::Request) -> Self {
        Self {
            client,
            tokens: Tokens::new(),
            state: State::Ready(request),
        }
    }

    /// The next page; none after the last one or after an error.
    pub async fn next(&mut self) -> Option<Page<O>> {
        poll_fn(|cx| self.poll(cx)).await
    }

    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Page<O>>> {
        loop {
            match &mut self.state {
                State::Done => return Poll::Ready(None),
                State::Calling(call) => {
                    let (request, page) = ready!(call.as_mut().poll(cx));
                    self.state = self.after(request, &page);
                    return Poll::Ready(Some(page));
                }
                State::Ready(_) => {
                    if let State::Ready(request) = mem::replace(&mut self.state, State::Done) {
                        self.state = State::Calling(self.call(request));
                    }
                }
            }
        }
    }

    fn call(&self, request: O::Request) -> BoxFuture<'static, (O::Request, Page<O>)> {
        let client = self.client.clone();
        Box::pin(async move {
            let page = client.call::<O>(&request).await;
            (request, page)
        })
    }

    /// What comes after a page.
    fn after(&mut self, mut request: O::Request, page: &Page<O>) -> State<O> {
        let token = page.as_ref().ok().and_then(O::next_token);
        match token {
            Some(token) if self.tokens.is_new(&token) => {
                O::set_token(&mut request, token);
                State::Ready(request)
            }
            _ => State::Done,
        }
    }
}

/// What is kept of the tokens so far, to notice circles of any length with little memory: the last one, and one
/// from earlier on, which is replaced at every power of two (Brent's algorithm).
struct Tokens<T> {
    last: Option<T>,
    earlier: Option<T>,
    /// How many tokens came since `earlier`, and how many may before it is replaced.
    since: u64,
    until: u64,
}

impl<T: Clone + PartialEq> Tokens<T> {
    fn new() -> Self {
        Self {
            last: None,
            earlier: None,
            since: 0,
            until: 1,
        }
    }

    /// Whether the token is another than those that are kept.
    fn is_new(&mut self, token: &T) -> bool {
        if self.last.as_ref() == Some(token) || self.earlier.as_ref() == Some(token) {
            return false;
        }
        self.since += 1;
        if self.since == self.until {
            self.earlier = Some(token.clone());
            self.since = 0;
            self.until = self.until.saturating_mul(2);
        }
        self.last = Some(token.clone());
        true
    }
}

impl<O: PaginatedItems> Paginator<O> {
    /// The items of all pages.
    pub fn items(self) -> Items<O> {
        Items {
            pages: self,
            page: None,
        }
    }
}

impl<O: Paginated> Stream for Paginator<O> {
    type Item = Page<O>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll(cx)
    }
}

impl<O: Paginated> fmt::Debug for Paginator<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Paginator")
            .field("operation", &O::INFO.name)
            .finish_non_exhaustive()
    }
}

/// The items of all pages of an operation. A [`Stream`] too.
///
/// An error ends it; the items of the pages before have come by then.
///
/// ```
/// # use tinsmith::{Error, Paginator, codegen::PaginatedItems};
/// # async fn show<O: PaginatedItems>(pages: Paginator<O>) -> Result<usize, Error<O::Error>> {
/// let items: Vec<_> = pages.items().collect().await?;
/// # Ok(items.len())
/// # }
/// ```
#[must_use = "asks for no page until `next` or `collect` is called"]
pub struct Items<O: PaginatedItems> {
    pages: Paginator<O>,
    /// What is left of the current page.
    page: Option<Box<dyn Iterator<Item = O::Item> + Send>>,
}

impl<O: PaginatedItems> Items<O> {
    /// The next item; none after the last one or after an error.
    pub async fn next(&mut self) -> Option<Item<O>> {
        poll_fn(|cx| self.poll(cx)).await
    }

    /// All items that are left.
    ///
    /// # Errors
    ///
    /// The first error; the items that came before it are dropped.
    pub async fn collect(mut self) -> Result<Vec<O::Item>, Error<O::Error>> {
        let mut items = Vec::new();
        while let Some(item) = self.next().await {
            items.push(item?);
        }
        Ok(items)
    }

    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Item<O>>> {
        loop {
            if let Some(item) = self.page.as_mut().and_then(Iterator::next) {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(self.pages.poll(cx)) {
                Some(Ok(page)) => self.page = Some(Box::new(O::items(page))),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<O: PaginatedItems> Unpin for Items<O> {}

impl<O: PaginatedItems> Stream for Items<O> {
    type Item = Item<O>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll(cx)
    }
}

impl<O: PaginatedItems> fmt::Debug for Items<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("operation", &O::INFO.name)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::Tokens;

    /// How many tokens pass of those that go in a circle of this length after some that do not.
    fn passed(before: u32, circle: u32) -> usize {
        let mut tokens = Tokens::new();
        let all = (0..before).chain((before..before + circle).cycle());
        all.take_while(|token| tokens.is_new(token)).count()
    }

    #[test]
    fn circles_of_any_length_end() {
        for before in 0..40 {
            assert_eq!(passed(before, 1), before as usize + 1);
            for circle in 2..40 {
                let rounds = (passed(before, circle) - before as usize) as u32;
                assert!(rounds >= circle, "{before} {circle}: {rounds}");
                assert!(rounds <= 3 * circle + before, "{before} {circle}: {rounds}");
            }
        }
    }

    #[test]
    fn tokens_that_do_not_repeat_all_pass() {
        let mut tokens = Tokens::new();
        assert!((0..10_000).all(|token| tokens.is_new(&token)));
    }
}
