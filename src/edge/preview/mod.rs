//! The live preview: a playbook in memory → answers to browsers.
//!
//! What is served are the bytes of the plan; on their way out pages get two tags of ours (`inject`), and what those need
//! lies at addresses below `/~lifeboat/`, so that nothing of the preview can ever be in a published site. What has to
//! be built is built by whoever holds the sources ([`Maker`]); nothing is built or rendered here.

mod channel;
mod client;
mod elsewhere;
mod inject;
mod pdf;
mod view;

use std::sync::Arc;
use std::time::Duration;

pub use self::channel::{Channel, Choice, Choices, Role, State};
use self::client::client_file;
use self::elsewhere::seen_from;
use self::inject::inject;
pub use self::pdf::NoPdf;
use self::pdf::selection;
pub use self::view::View;
use super::server::{Body, Handler, Request, Response, Secret, Status, media_type};
use crate::print::Selection;
use crate::source::SitePath;

/// Where everything of the preview's own lies.
const OWN: &str = "~lifeboat/";

/// How long a question for news is kept open before it is answered with none.
const WAIT: Duration = Duration::from_secs(20);

/// Shown where even the page is missing that tells of missing pages.
const NO_PAGE: &[u8] =
    b"<!doctype html><html lang=\"en\"><head><title>Not found</title></head><body><h1>Not found</h1></body></html>";

/// A playbook that can be looked at, as it was at one moment.
pub trait Exhibit: Send + Sync {
    /// The bytes of a file of the site.
    fn file(&self, path: &SitePath) -> Option<Body>;
    /// What the preview knows of the blocks of a page, as JSON.
    fn blocks(&self, path: &SitePath) -> Option<String>;
}

/// Makes playbooks to look at.
pub trait Maker: Send + Sync + 'static {
    /// The playbook as this view has it; the usual one where it has none such. `Err` in words for the reader.
    ///
    /// # Errors
    /// When there is nothing to show.
    fn exhibit(&self, view: &View) -> Result<Arc<dyn Exhibit>, String>;
    /// A book of what this view shows, as PDF. May take its time.
    ///
    /// # Errors
    /// When there is none.
    fn pdf(&self, view: &View, selection: &Selection) -> Result<Body, NoPdf>;
}

/// Answers browsers.
pub struct Preview {
    secret: Secret,
    port: u16,
    channel: Arc<Channel>,
    maker: Box<dyn Maker>,
}

impl Preview {
    /// A preview of what `maker` makes; news come by `channel`.
    pub fn new(secret: Secret, port: u16, channel: Arc<Channel>, maker: Box<dyn Maker>) -> Self {
        Self { secret, port, channel, maker }
    }

    fn view(&self, request: &Request) -> View {
        // Browsers give a host's cookies to all its ports.
        request.cookie(&format!("lifeboat-view-{}", self.port)).map(|written| View::read(&written)).unwrap_or_default()
    }

    /// What lies below `/~lifeboat/`.
    fn own(&self, path: &str, request: &Request) -> Response {
        if !request.own_page {
            return Response::fault(Status::FORBIDDEN);
        }
        if let Some(file) = client_file(path) {
            let response = Response::new(Status::OK, media_type(path), file.text.as_bytes());
            return if file.policy.is_empty() { response } else { response.policy(file.policy) };
        }
        if path == pdf::NAME {
            return self.pdf(request);
        }
        if !matches!(path, "state" | "blocks") {
            return Response::fault(Status::NOT_FOUND);
        }
        if !request.query("token").is_some_and(|word| self.secret.is(&word)) {
            return Response::fault(Status::FORBIDDEN);
        }
        let json = |text: String| Response::new(Status::OK, "application/json", text.into_bytes());
        if path == "state" {
            let since = request.query("since").and_then(|number| number.parse().ok()).unwrap_or(0);
            return json(self.channel.wait(since, WAIT));
        }
        let page = request.query("page").and_then(|page| SitePath::new(&page).ok());
        let blocks = self.maker.exhibit(&self.view(request)).ok().zip(page).and_then(|(site, page)| site.blocks(&page));
        blocks.map_or_else(|| Response::fault(Status::NOT_FOUND), json)
    }

    /// A book of what is shown.
    fn pdf(&self, request: &Request) -> Response {
        match self.maker.pdf(&self.view(request), &selection(request)) {
            Ok(body) => {
                let tag = tag(&body);
                let known = request.field("if-none-match");
                Response::new(Status::OK, media_type(pdf::NAME), body).policy(pdf::POLICY).tagged(&tag, known)
            }
            Err(none) => {
                let page = message("No PDF", &none.sentences());
                Response::new(none.status(), media_type(".html"), page.into_bytes())
            }
        }
    }

    fn site(&self, path: Option<&str>, request: &Request) -> Response {
        let exhibit = match self.maker.exhibit(&self.view(request)) {
            Ok(exhibit) => exhibit,
            Err(words) => {
                let more = "This page shows the playbook as soon as it can be built.".to_owned();
                let page = self.with_tags(message("Nothing to show yet", &[words, more]).as_bytes());
                return Response::new(Status::BUSY, media_type(".html"), page);
            }
        };
        if let Some(path) = path {
            let wanted =
                if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
            if let Some((site_path, body)) = find(&*exhibit, &wanted) {
                let media = media_type(site_path.as_str());
                let body = if media.starts_with("text/html") { self.with_tags(&body) } else { body };
                let tag = tag(&body);
                return Response::new(Status::OK, media, body).tagged(&tag, request.field("if-none-match"));
            }
            // A folder without its slash.
            if let Some((index, _)) = find(&*exhibit, &format!("{wanted}/index.html")) {
                let root = SitePath::new("index.html").map(|root| root.url_to(&index, None));
                let folder = root.unwrap_or_default();
                return Response::moved(format!("/{}", folder.trim_end_matches("index.html")));
            }
        }
        let missing = find(&*exhibit, "404.html").map_or_else(|| Body::from(NO_PAGE), |(_, page)| page);
        let page = seen_from(&missing, path.unwrap_or_default());
        Response::new(Status::NOT_FOUND, media_type(".html"), self.with_tags(&page))
    }

    fn with_tags(&self, page: &[u8]) -> Body {
        inject(page, self.secret.word(), self.port).into()
    }
}

impl Handler for Preview {
    fn respond(&self, request: &Request) -> Response {
        match request.path.as_deref() {
            Some(path) if path.starts_with(OWN) => self.own(path.strip_prefix(OWN).unwrap_or(path), request),
            path => self.site(path, request),
        }
    }
}

/// A file by the very path that was asked for: a path that would have to be put right first names nothing.
fn find(exhibit: &dyn Exhibit, path: &str) -> Option<(SitePath, Body)> {
    let site_path = SitePath::new(path).ok().filter(|site_path| site_path.as_str() == path)?;
    let body = exhibit.file(&site_path)?;
    Some((site_path, body))
}

/// What an answer is known by.
fn tag(body: &[u8]) -> String {
    let hash = blake3::hash(body).to_hex();
    hash.get(..24).unwrap_or_default().to_owned()
}

/// A page of the preview's own. The words are ours and an author's: they are escaped.
fn message(title: &str, sentences: &[String]) -> String {
    let escaped = |words: &String| words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let paragraphs = sentences.iter().map(escaped).collect::<Vec<_>>().join("</p>\n<p>");
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n</head>\n\
        <body>\n<main>\n<h1>{title}</h1>\n<p>{paragraphs}</p>\n</main>\n</body>\n</html>\n"
    )
}
