//! The persons of a customer, each at an address of its own.

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::Utc;
use serde_json::value::RawValue;

use super::door::{self, Scope, bodiless, open};
use super::update::unreadable;
use super::{App, json, judged, standing, wire};
use crate::storage::change;
use crate::storage::customers::Customer;
use crate::storage::persons::{self, Person};
use crate::web::problem::Problem;

/// Customer and person, as the path names them.
type Ids = Result<Path<(String, String)>, PathRejection>;

/// `GET /v1/customers/{customer_id}/associated_persons`: a bare array.
pub async fn list(
    State(app): State<App>,
    id: Result<Path<String>, PathRejection>,
    request: Request,
) -> Result<Response, Problem> {
    let caller = bodiless(request).await?;
    app.blocking(move |store| {
        let customer = open(store, &caller, &id.map(|Path(id)| id).unwrap_or_default())?;
        Ok(json(&wire::persons(&customer)))
    })
    .await
}

/// `GET …/associated_persons/{associated_person_id}`.
pub async fn read(State(app): State<App>, ids: Ids, request: Request) -> Result<Response, Problem> {
    let caller = bodiless(request).await?;
    app.blocking(move |store| {
        let (customer, person) = named(ids);
        let customer = open(store, &caller, &customer)?;
        Ok(json(&wire::ReadPerson(of(&customer, &person)?)))
    })
    .await
}

/// `PUT …/associated_persons/{associated_person_id}`: sets the members that are named, answers the person.
pub async fn update(State(app): State<App>, ids: Ids, request: Request) -> Result<Response, Problem> {
    let (customer, person) = named(ids);
    let received = door::write(&app, Scope::Customer(customer.clone()), false, request).await?;
    app.blocking(move |store| {
        let text = received.text()?;
        serde_json::from_str::<&RawValue>(text)
            .map_err(|error| Problem::bad_request(format!("The body is not JSON: {error}.")))?;
        let change = change::person(text, "");
        let judge = |before: &Customer| {
            standing(before).person(text, &person, &of(before, &person)?.fields)?;
            change.as_ref().map_err(unreadable)
        };
        let changed = judged::change(store, &customer, None, judge, |transaction, before, change| {
            Ok(persons::update(transaction, &customer, of(before, &person)?, change, Utc::now())?)
        })?;
        Ok(json(&wire::ReadPerson(of(&changed.customer, &person)?)))
    })
    .await
}

/// `DELETE …/associated_persons/{associated_person_id}`: 204.
pub async fn remove(State(app): State<App>, ids: Ids, request: Request) -> Result<Response, Problem> {
    let caller = bodiless(request).await?;
    app.blocking(move |store| {
        let (customer, person) = named(ids);
        caller.open(store, &customer, Utc::now())?;
        let judge = |before: &Customer| {
            of(before, &person)?;
            standing(before).open()
        };
        judged::change(store, &customer, None, judge, |transaction, _, ()| {
            Ok(persons::remove(transaction, &customer, &person, Utc::now())?)
        })?;
        Ok(StatusCode::NO_CONTENT.into_response())
    })
    .await
}

/// An id that is not UTF-8 is the id of nobody.
fn named(ids: Ids) -> (String, String) {
    ids.map(|Path(ids)| ids).unwrap_or_default()
}

fn of<'a>(customer: &'a Customer, person: &str) -> Result<&'a Person, Problem> {
    customer.persons.iter().find(|known| known.id == person).ok_or_else(Problem::no_such_person)
}
