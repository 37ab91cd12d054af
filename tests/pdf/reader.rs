//! The objects of a PDF, as `qpdf --json` tells them.

use std::collections::BTreeMap;

use serde_json::Value;

use super::press::Printed;

/// All objects of a file.
pub(crate) struct Objects {
    objects: Value,
}

impl Objects {
    pub(crate) fn of(printed: &Printed) -> Self {
        let said = printed.ask("qpdf", &["--json=2"], &[]);
        let whole: Value = serde_json::from_str(&said).unwrap();
        Self { objects: whole["qpdf"][1].clone() }
    }

    /// What a reference such as `12 0 R` stands for; any other value is itself.
    pub(crate) fn get<'a>(&'a self, value: &'a Value) -> &'a Value {
        let Some(text) = value.as_str().filter(|text| text.ends_with(" R")) else { return value };
        let object = &self.objects[format!("obj:{text}")];
        if object.get("stream").is_some() { &object["stream"]["dict"] } else { &object["value"] }
    }

    pub(crate) fn root(&self) -> &Value {
        self.get(&self.objects["trailer"]["value"]["/Root"])
    }

    /// Every dictionary.
    pub(crate) fn dictionaries(&self) -> impl Iterator<Item = &Value> {
        self.objects
            .as_object()
            .unwrap()
            .values()
            .map(|object| if object.get("stream").is_some() { &object["stream"]["dict"] } else { &object["value"] })
    }

    /// The page, from 1, of each named destination.
    pub(crate) fn destinations(&self) -> BTreeMap<String, usize> {
        let mut pages = Vec::new();
        self.collect_pages(&self.root()["/Pages"], &mut pages);
        let names = self.get(&self.root()["/Names"]);
        let mut found = BTreeMap::new();
        self.collect_names(&names["/Dests"], &mut |name, target| {
            let target = self.get(target);
            let place = target.get("/D").unwrap_or(target);
            let page = self.get(place)[0].as_str().unwrap();
            found.insert(name.to_owned(), pages.iter().position(|there| there == page).unwrap() + 1);
        });
        found
    }

    fn collect_pages(&self, node: &Value, pages: &mut Vec<String>) {
        for kid in self.get(node)["/Kids"].as_array().into_iter().flatten() {
            if self.get(kid)["/Type"] == "/Pages" {
                self.collect_pages(kid, pages);
            } else {
                pages.push(kid.as_str().unwrap().to_owned());
            }
        }
    }

    fn collect_names<'a>(&'a self, node: &'a Value, see: &mut impl FnMut(&str, &'a Value)) {
        let node = self.get(node);
        for kid in node["/Kids"].as_array().into_iter().flatten() {
            self.collect_names(kid, see);
        }
        for pair in node["/Names"].as_array().into_iter().flatten().collect::<Vec<_>>().chunks(2) {
            see(pair[0].as_str().unwrap().trim_start_matches("u:"), pair[1]);
        }
    }

    /// Titles of the outline with their depth and page.
    pub(crate) fn outline(&self) -> Vec<(usize, String)> {
        let mut titles = Vec::new();
        self.collect_outline(&self.get(&self.root()["/Outlines"])["/First"], 0, &mut titles);
        titles
    }

    fn collect_outline(&self, first: &Value, depth: usize, titles: &mut Vec<(usize, String)>) {
        let mut at = first;
        while at.is_string() {
            let item = self.get(at);
            let title = item["/Title"].as_str().unwrap().trim_start_matches("u:").replace('\u{a0}', " ");
            titles.push((depth, title));
            self.collect_outline(&item["/First"], depth + 1, titles);
            at = &item["/Next"];
        }
    }

    /// The structure elements in reading order: their types, with alternative texts and scopes.
    pub(crate) fn structure(&self) -> Vec<&Value> {
        let mut elements = Vec::new();
        self.collect_structure(&self.get(&self.root()["/StructTreeRoot"])["/K"], &mut elements);
        elements
    }

    fn collect_structure<'a>(&'a self, value: &'a Value, elements: &mut Vec<&'a Value>) {
        let value = self.get(value);
        if let Some(kids) = value.as_array() {
            for kid in kids {
                self.collect_structure(kid, elements);
            }
        } else if value.get("/S").is_some() {
            elements.push(value);
            self.collect_structure(&value["/K"], elements);
        }
    }
}
