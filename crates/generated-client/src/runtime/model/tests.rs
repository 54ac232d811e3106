//! Hand-written stand-ins for generated models.

#![allow(unreachable_pub, reason = "tables are made for models that are public")]

use serde::de::MapAccess;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::*;

#[derive(Clone, Debug, Default, PartialEq)]
struct Pet {
    name: Option<String>,
    friends: Option<Vec<Pet>>,
    extra: Extra,
}

impl Object for Pet {
    fn read<'de, A: MapAccess<'de>>(&mut self, key: &str, value: Value<'_, A>) -> Result<(), A::Error> {
        match key {
            "type" => value.constant("Dog", &mut self.extra),
            "name" => value.set(&mut self.name),
            "friends" => value.list(&mut self.friends),
            _ => value.extra(&mut self.extra),
        }
    }
}

impl<'de> Deserialize<'de> for Pet {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        object(deserializer)
    }
}

impl Serialize for Pet {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = Writer::new(serializer, &self.extra)?;
        object.field("type", "Dog");
        object.optional("name", &self.name);
        object.optional("friends", &self.friends);
        object.end()
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Any {
    Dog(Box<Pet>),
    Unknown(UnknownVariant),
}

impl<'de> Deserialize<'de> for Any {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        tagged(deserializer)
    }
}

impl Union for Any {
    const TAG: &'static str = "type";

    fn read<'de, A: MapAccess<'de>>(tag: Option<&str>, members: Members<A>) -> Result<Self, A::Error> {
        match tag {
            Some("Dog") => members.read_as(Self::Dog),
            _ => members.unknown(tag).map(Self::Unknown),
        }
    }
}

fn round(text: &str) -> Pet {
    let pet: Pet = decode(text.as_bytes()).unwrap();
    let again: serde_json::Value = serde_json::to_value(&pet).unwrap();
    assert_eq!(again, serde_json::from_str::<serde_json::Value>(text).unwrap());
    pet
}

#[test]
fn what_is_not_known_is_kept_and_not_shown() {
    let pet = round(r#"{"type": "Dog", "name": "Rex", "pin": "hunter2"}"#);
    assert_eq!(pet.extra.get("pin").unwrap(), "hunter2");
    let shown = format!("{pet:?}");
    assert!(shown.contains("pin") && !shown.contains("hunter2"), "{shown}");
}

#[test]
fn another_value_than_the_constant_is_kept() {
    round(r#"{"type": "Wolf"}"#);
    round(r#"{"type": 7}"#);
}

#[test]
fn extra_says_what_to_send() {
    let mut pet = Pet { name: Some("Rex".into()), ..Pet::default() };
    pet.extra.insert("name", 1);
    assert_eq!(serde_json::to_string(&pet).unwrap(), r#"{"type":"Dog","name":1}"#);
}

#[test]
fn a_misfit_names_its_place() {
    for (text, shown) in [
        (r#"{"friends": [{}, {"name": 12345}]}"#, "expected a string at `$.friends[1].name`"),
        (r#"{"friends": [{}, "hunter2"]}"#, "expected an object at `$.friends[1]`"),
        (r#"{"friends": {"a": 1}}"#, "expected a list at `$.friends`"),
        (r#"["hunter2"]"#, "expected an object at `$`"),
    ] {
        assert_eq!(decode::<Pet>(text.as_bytes()).unwrap_err().to_string(), shown);
    }
    let inside = decode::<Any>(br#"{"type": "Dog", "friends": [{"name": 1}]}"#).unwrap_err();
    assert_eq!(inside.to_string(), "expected a string at `$.friends[0].name`");
}

#[test]
fn null_is_nothing() {
    assert_eq!(decode::<Pet>(br#"{"name": null}"#).unwrap().name, None);
}

#[test]
fn an_unknown_or_missing_tag_keeps_the_object() {
    for text in [r#"{"type": "Cat", "pin": "hunter2"}"#, r#"{"pin": "hunter2"}"#, r#"{"type": 1}"#] {
        let Any::Unknown(raw) = decode::<Any>(text.as_bytes()).unwrap() else { panic!("{text}") };
        assert_eq!(
            serde_json::to_value(&raw).unwrap(),
            serde_json::from_str::<serde_json::Value>(text).unwrap()
        );
        assert!(!format!("{raw:?}").contains("hunter2"));
    }
}

#[test]
fn all_missing_names_are_listed() {
    let error = missing("Pet", &[("name", true), ("age", false), ("r#type", true)]).unwrap();
    assert_eq!(error.to_string(), "`name` of `Pet` is missing; `type` of `Pet` is missing");
    assert!(missing("Pet", &[("name", false)]).is_none());
}

#[derive(Clone, Debug, PartialEq)]
enum Colour {
    Red,
    Unknown(String),
}

values! { Colour { Red = "RED" } }

#[derive(Clone, Debug, Default, PartialEq)]
struct Ball {
    colour: Option<Nullable<Colour>>,
    r#type: Option<String>,
    extra: Extra,
}

received! { Ball, may { colour: nullable "colour", r#type: set "type" } }

#[test]
fn a_value_nobody_listed_and_null_come_through() {
    for text in [r#"{"colour":"RED","type":"b"}"#, r#"{"colour":"Puce"}"#, r#"{"colour":null}"#, "{}"] {
        assert_eq!(serde_json::to_string(&decode::<Ball>(text.as_bytes()).unwrap()).unwrap(), text);
    }
    assert_eq!((Colour::from("RED"), Colour::from("x").to_string()), (Colour::Red, "x".to_owned()));
}
