//! What the console page asks for: to look at customers and to do what compliance does.
//!
//! It asks for no key, as the sandbox's is known to all. Another origin's page may neither write (CSRF layer) nor read
//! (no CORS), and another host name reaches nothing here.

use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Path, Query, Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use chrono::Utc;
use kyb_patch::KybStatus;
use rusqlite::Transaction;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::door::found;
use super::recent::Seen;
use super::{App, form_link, json, wire};
use crate::storage::customers::{self, Customer};
use crate::storage::links;
use crate::web::body::{self, Object};
use crate::web::problem::Problem;
use crate::web::rate::Peer;
use crate::web::room::Whose;

/// A page of the list has as many customers.
const SIZE: u64 = 50;

/// A reason and a description have at most as many characters each.
const WORDS: usize = 2000;

type Id = Result<Path<String>, PathRejection>;

#[derive(Debug, Default, Deserialize)]
pub struct Wanted {
    #[serde(default)]
    page: u64,
}

#[derive(Serialize)]
struct InList<'a> {
    #[serde(flatten)]
    customer: wire::InList<'a>,
    kyc_model: &'a str,
}

/// `GET /console/customers?page=0`: fifty customers, in the order in which they were made.
pub async fn list(
    State(app): State<App>,
    wanted: Result<Query<Wanted>, QueryRejection>,
) -> Result<Response, Problem> {
    let Query(wanted) = wanted.map_err(|_| Problem::bad_request("page is a whole number from 0."))?;
    app.blocking(move |store| {
        let offset = wanted.page.saturating_mul(SIZE);
        let (listed, total) = store.read(|transaction| customers::list(transaction, None, offset, SIZE))?;
        let customers: Vec<_> = listed
            .iter()
            .map(|listed| InList { customer: wire::InList(listed), kyc_model: &listed.kyc_model })
            .collect();
        Ok(json(&json!({ "customers": customers, "total": total, "size": SIZE })))
    })
    .await
}

#[derive(Serialize)]
struct Looked<'a> {
    customer: wire::Read<'a>,
    kyc_model: &'a str,
    documents: usize,
    requests: Vec<Seen>,
}

/// `GET /console/customers/{customer_id}`: the customer as a read shows it, and its recent requests.
pub async fn read(State(app): State<App>, id: Id) -> Result<Response, Problem> {
    let recent = app.recent.clone();
    app.blocking(move |store| {
        let customer = store.read(|transaction| found(transaction, &named(id)))?;
        Ok(looked(&customer, recent.of(&customer.id)))
    })
    .await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Move {
    status: String,
}

/// `PUT /console/customers/{customer_id}/status`: to any of the nine states.
pub async fn set_status(State(app): State<App>, id: Id, request: Request) -> Result<Response, Problem> {
    change(app, id, request, |transaction, customer, text| {
        let wanted: Move = sent(text)?;
        let to =
            KybStatus::parse(&wanted.status).ok_or_else(|| wrong("status is none of the nine states."))?;
        let now = Utc::now();
        let submitted = (to != KybStatus::Init && customer.submitted_at.is_none()).then_some(now);
        Ok(customers::set_status(transaction, &customer.id, to, submitted, now)?)
    })
    .await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Issues {
    company_issues: Option<Object<Issue>>,
    #[serde(default)]
    associated_person_issues: Vec<Object<PersonIssue>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Issue {
    reject_reason: String,
    description: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PersonIssue {
    associated_person_id: String,
    reject_reason: String,
    description: String,
}

/// `PUT /console/customers/{customer_id}/review_issues`: sets them whole; none at all takes them away.
pub async fn set_review_issues(
    State(app): State<App>,
    id: Id,
    request: Request,
) -> Result<Response, Problem> {
    change(app, id, request, |transaction, customer, text| {
        let issues = written(customer, sent(text)?)?;
        Ok(customers::set_review_issues(transaction, &customer.id, issues.as_ref(), Utc::now())?)
    })
    .await
}

/// `POST /console/customers/{customer_id}/link`: a new link to the form, as a start prints one.
pub async fn link(State(app): State<App>, id: Id) -> Result<Response, Problem> {
    app.blocking(move |store| {
        let link = store.write(|transaction| {
            let customer = found(transaction, &named(id))?;
            let token = links::make(transaction, &customer.id, Utc::now())?;
            Ok::<_, Problem>(form_link(&customer.id, &token, &customer.kyc_model))
        })?;
        Ok(json(&json!({ "link": link })))
    })
    .await
}

async fn change(
    app: App,
    id: Id,
    request: Request,
    work: impl FnOnce(&Transaction<'_>, &Customer, &str) -> Result<(), Problem> + Send + 'static,
) -> Result<Response, Problem> {
    let whose = Whose::Address(Peer::of(&request).network());
    let received = body::json(request, whose).await?;
    let recent = app.recent.clone();
    app.blocking(move |store| {
        let text = received.text()?;
        let customer = store.write(|transaction| {
            let customer = found(transaction, &named(id))?;
            work(transaction, &customer, text)?;
            found(transaction, &customer.id)
        })?;
        Ok(looked(&customer, recent.of(&customer.id)))
    })
    .await
}

/// As a read answers them (contract, `response.review_issues`), with the names that are stored.
fn written(customer: &Customer, issues: Issues) -> Result<Option<Value>, Problem> {
    let company = issues.company_issues.map(|Object(issue)| {
        let name = customer.fields.get("business_legal_name").cloned();
        words(&issue.reject_reason, &issue.description).map(|(reason, description)| {
            json!({ "company_name": name, "reject_reason": reason, "description": description })
        })
    });
    let company = company.transpose()?;
    let mut persons = Vec::new();
    for Object(issue) in &issues.associated_person_issues {
        let person = customer.persons.iter().find(|person| person.id == issue.associated_person_id);
        let person = person.ok_or_else(|| wrong("The customer has no such person."))?;
        let part = |name: &str| person.fields.get(name).and_then(Value::as_str);
        let name: Vec<&str> =
            ["first_name", "middle_name", "last_name"].into_iter().filter_map(part).collect();
        let (reason, description) = words(&issue.reject_reason, &issue.description)?;
        persons.push(json!({
            "associated_person_id": person.id, "name": name.join(" "), "reject_reason": reason, "description": description,
        }));
    }
    if company.is_none() && persons.is_empty() {
        return Ok(None);
    }
    let mut issues = json!({ "associated_person_issues": persons });
    if let Some(company) = company {
        issues["company_issues"] = company;
    }
    Ok(Some(issues))
}

fn words<'a>(reason: &'a str, description: &'a str) -> Result<(&'a str, &'a str), Problem> {
    let [reason, description] = [reason, description].map(str::trim);
    if [reason, description].iter().any(|text| text.is_empty() || text.chars().count() > WORDS) {
        return Err(wrong("An issue has a reason and a description, each of 1 to 2,000 characters."));
    }
    Ok((reason, description))
}

fn looked(customer: &Customer, requests: Vec<Seen>) -> Response {
    json(&Looked {
        customer: wire::Read(customer),
        kyc_model: &customer.kyc_model,
        documents: customer.documents.len(),
        requests,
    })
}

fn sent<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, Problem> {
    body::object(text).map_err(|error| Problem::bad_request(format!("The body can't be read: {error}.")))
}

fn wrong(detail: &'static str) -> Problem {
    Problem::new(StatusCode::UNPROCESSABLE_ENTITY, detail)
}

fn named(id: Id) -> String {
    id.map(|Path(id)| id).unwrap_or_default()
}
