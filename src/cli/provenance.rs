//! What asks where things come from: `overlay explain`, `diff`, `editions`.

use std::path::PathBuf;

use clap::Args;

/// What `overlay explain` takes.
#[derive(Debug, Args)]
pub struct OverlayExplainArgs {
    /// The topic: its path below the source folder, with `#anchor` one section of it
    #[arg(value_name = "TOPIC[#ANCHOR]", required_unless_present = "var")]
    pub topic: Option<String>,
    /// The edition to look at; the default is that of `build`, or its first
    #[arg(long, value_name = "NAME")]
    pub edition: Option<String>,
    /// Only blocks and cells with these words
    #[arg(long, value_name = "TEXT", conflicts_with_all = ["field", "var"])]
    pub block: Option<String>,
    /// Only this field of the front matter
    #[arg(long, value_name = "NAME", conflicts_with = "var")]
    pub field: Option<String>,
    /// A value of the data, such as `contacts.duty-manager.phone`
    #[arg(long, value_name = "NAME", conflicts_with = "topic")]
    pub var: Option<String>,
    /// The highest class to look at; the default is the edition's own
    #[arg(long, value_name = "CLASS")]
    pub clearance: Option<String>,
    /// The folder of the project
    #[arg(long, value_name = "FOLDER", default_value = ".")]
    pub dir: PathBuf,
}

/// What `diff` takes.
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("sides").required(true).multiple(true).args(["left", "layers"]))]
pub struct DiffArgs {
    /// An edition
    #[arg(value_name = "EDITION", requires = "right", conflicts_with = "layers")]
    pub left: Option<String>,
    /// Another edition
    #[arg(value_name = "OTHER")]
    pub right: Option<String>,
    /// Only this topic: its path below the source folder
    #[arg(value_name = "TOPIC")]
    pub topic: Option<String>,
    /// Compare what two layers make of the layers below them; given twice
    #[arg(long = "layer", value_name = "LAYER", num_args = 1)]
    pub layers: Vec<String>,
    /// The highest class to look at, in each edition as far as it goes; the default is what both editions may show, for
    /// layers `[clearance] default`
    #[arg(long, value_name = "CLASS")]
    pub clearance: Option<String>,
    /// Write a page that a browser shows instead of lines
    #[arg(long)]
    pub html: bool,
    /// The folder of the project
    #[arg(long, value_name = "FOLDER", default_value = ".")]
    pub dir: PathBuf,
}

/// What `editions` takes.
#[derive(Debug, Args)]
pub struct EditionsArgs {
    /// The folder of the project
    #[arg(default_value = ".")]
    pub dir: PathBuf,
    /// Only these: a name, or a pattern such as 'site-*'
    #[arg(long, value_name = "NAME")]
    pub edition: Option<String>,
}
