//! The file format as a JSON Schema, made from the model's types.

use schemars::{JsonSchema, SchemaGenerator, generate::SchemaSettings};
use serde_json::{Map, Value as Json, json};

use crate::model::{CustomKind, Entity, Link, Meta, Release, SetAsideFinding, Source, View};

use super::VERSION;
use super::fields::Fields;

/// Returns the schema of the dataset file (JSON Schema, draft 2020-12). It describes well-formed files; the reader accepts more.
pub fn schema() -> Json {
    let mut generator = SchemaSettings::draft2020_12().into_generator();
    let mut properties = Map::new();
    properties.insert("format".into(), json!({"const": "linkwright"}));
    properties.insert("version".into(), json!({"const": VERSION}));
    properties.extend(properties_of::<Meta>(&mut generator));
    let mut table = |key: &str, item: Json| {
        properties.insert(key.into(), json!({"type": "array", "items": item}));
    };
    table(
        "kinds",
        record::<CustomKind>(&mut generator, &["id", "for"]),
    );
    table("sources", record::<Source>(&mut generator, &["id"]));
    table(
        "entities",
        record::<Entity>(&mut generator, &["id", "kind", "name"]),
    );
    table(
        "links",
        record::<Link>(&mut generator, &["id", "kind", "from", "to"]),
    );
    table("views", record::<View>(&mut generator, &["id"]));
    table("releases", record::<Release>(&mut generator, &["id"]));
    table(
        "set_aside_findings",
        record::<SetAsideFinding>(&mut generator, &["rule"]),
    );
    let mut definitions = Json::Object(generator.take_definitions(true));
    allow_absence(&mut definitions);
    let mut properties = Json::Object(properties);
    allow_null(&mut properties);
    allow_null(&mut definitions);
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Linkwright dataset",
        "description": "A relationship chart with its evidence, version 1. Unknown keys are allowed and kept.",
        "type": "object",
        "required": ["format", "version"],
        "properties": properties,
        "$defs": definitions,
    })
}

/// A record's schema, in line, with the keys that it must have. Every field but those may be absent.
fn record<R: JsonSchema + Fields>(generator: &mut SchemaGenerator, required: &[&str]) -> Json {
    json!({"type": "object", "required": required, "properties": properties_of::<R>(generator)})
}

/// The properties of a record, in canonical order of its keys.
fn properties_of<R: JsonSchema + Fields>(generator: &mut SchemaGenerator) -> Map<String, Json> {
    let schema = R::json_schema(generator).to_value();
    let mut found = schema["properties"]
        .as_object()
        .cloned()
        .unwrap_or_default();
    R::KEYS
        .iter()
        .map(|key| {
            let property = found.remove(*key).unwrap_or(Json::Bool(true));
            ((*key).to_owned(), property)
        })
        .collect()
}

/// Every field of a nested record may be absent; the derived schemas require all that are not an `Option`.
fn allow_absence(definitions: &mut Json) {
    for definition in definitions
        .as_object_mut()
        .into_iter()
        .flat_map(Map::values_mut)
    {
        if let Some(definition) = definition.as_object_mut() {
            definition.remove("required");
        }
    }
}

/// `null` means "not stated" wherever a key may be absent. Walks the schema with a list, not by recursion.
fn allow_null(schema: &mut Json) {
    let mut todo = vec![schema];
    while let Some(node) = todo.pop() {
        match node {
            Json::Array(items) => todo.extend(items),
            Json::Object(object) => {
                let required = object.get("required").cloned().unwrap_or_default();
                let is_required = |key: &str| {
                    required
                        .as_array()
                        .is_some_and(|all| all.iter().any(|have| have == key))
                };
                for (key, child) in object.iter_mut() {
                    if key == "properties" {
                        let children = child.as_object_mut().into_iter().flatten();
                        for (_, child) in children.filter(|(key, _)| !is_required(key)) {
                            nullable(child);
                            todo.push(child);
                        }
                    } else if key != "required" && key != "enum" {
                        todo.push(child);
                    }
                }
            }
            _ => {}
        }
    }
}

fn nullable(schema: &mut Json) {
    let Some(object) = schema.as_object_mut() else {
        return;
    };
    if let Some(kind) = object.get("type").filter(|kind| kind.is_string()).cloned() {
        object.insert("type".into(), json!([kind, "null"]));
        if let Some(words) = object.get_mut("enum").and_then(Json::as_array_mut) {
            words.push(Json::Null);
        }
    } else if let Some(reference) = object.remove("$ref") {
        object.insert(
            "anyOf".into(),
            json!([{"$ref": reference}, {"type": "null"}]),
        );
    }
}
