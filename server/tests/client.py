"""A whole onboarding by the client that openapi-python-client has made: see client.sh, which runs this."""

import base64
import hashlib
import hmac
import sys
import uuid
from datetime import date, datetime, timezone
from pathlib import Path

import httpx
from kyb_api import AuthenticatedClient, Client, models
from kyb_api.api.default import (
    delete_v1_customers_customer_id_associated_persons_associated_person_id as delete_person,
    get_v1_customers as list_customers,
    get_v1_customers_customer_id as read_customer,
    get_v1_customers_customer_id_associated_persons as list_persons,
    get_v1_customers_customer_id_associated_persons_associated_person_id as read_person,
    post_kyb_validate as validate,
    post_v1_customers as create_customer,
    post_v1_customers_tos_links as terms_link,
    post_v1_customers_tos_links_session_token_sign as sign_terms,
    put_v1_customers_customer_id as update_customer,
    put_v1_customers_customer_id_associated_persons_associated_person_id as update_person,
)

FILES = Path(__file__).parent.parent / "seeds/files"


class Signature(httpx.Auth):
    """OneMoney-HMAC-SHA256, which no generator knows."""

    requires_request_body = True

    def auth_flow(self, request):
        at = datetime.now(timezone.utc).strftime("%Y%m%dT%H%M%SZ")
        digest = hashlib.sha256(request.content).hexdigest()
        text = "\n".join(["test_access_key", at, request.method, request.url.path, digest])
        key = base64.urlsafe_b64decode("dGVzdC1zZWNyZXQta2V5LW1hdGVyaWFs")
        signature = hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
        request.headers["X-OM-Date"] = at
        request.headers["Authorization"] = f"OneMoney-HMAC-SHA256 test_access_key:{at}:{signature}"
        yield request


def data_uri(mime, name):
    return f"data:{mime};base64,{base64.b64encode((FILES / name).read_bytes()).decode()}"


def address():
    return models.Address(street_line_1="Nygade 4", city="Aarhus", state="Midtjylland", country="DNK", postal_code="8000")


def person(first_name, **roles):
    document = models.IdDocument(
        type_=models.IdDocumentType.PASSPORT, issuing_country="DNK", national_identity_number="207654321",
        image_front=data_uri("image/png", "id-front.png"), image_back="",
    )
    return models.Person(
        first_name=first_name, last_name="Østergård", email="person@example.com", birth_date=date(1984, 2, 29),
        residential_address=address(), primary_nationality="DNK", identifying_information=[document],
        poa=data_uri("application/pdf", "proof-of-address.pdf"), poa_type="utility_bill",
        **{"has_ownership": False, "has_control": False, "is_signer": False, "is_director": False, **roles},
    )


def whole(agreement):
    owner = person("Åse", has_ownership=True, ownership_percentage=100.0, has_control=True, is_signer=True)
    document = models.Document(
        doc_type=models.DocumentDocType.REGISTRATION_DOCUMENT, file=data_uri("application/pdf", "registration.pdf"))
    return models.Patch(
        business_legal_name="Østerbro Handel ApS", email="books@example.com", business_industry="459110",
        business_description="Sells bicycles in Copenhagen, and repairs them.", registered_address=address(),
        business_type=models.PatchBusinessTypeType0.CORPORATION, date_of_incorporation=date(2019, 4, 1),
        signed_agreement_id=agreement, associated_persons=[owner], documents=[document], publicly_traded=False,
        account_purpose=models.PatchAccountPurposeType0.PAYROLL,
        source_of_funds=[models.PatchSourceOfFundsType0Item.SALES_OF_GOODS_AND_SERVICES],
        estimated_annual_revenue_usd=models.PatchEstimatedAnnualRevenueUsdType0.VALUE_1,
        expected_monthly_fiat_deposits=models.PatchExpectedMonthlyFiatDepositsType0.VALUE_0,
        expected_monthly_fiat_withdrawals=models.PatchExpectedMonthlyFiatWithdrawalsType0.VALUE_0,
        tax_country="DNK", tax_id="13585628", tax_type=models.PatchTaxTypeType0.CVR,
    )


def taken(response, status=200):
    """What the client has made of an answer of this status."""
    assert response.status_code == status, (response.status_code, response.content[:400])
    return response.parsed


def onboard(client, origin):
    before = taken(list_customers.sync_detailed(client=client, page=1, size=100)).total

    # Terms and creation: with the last answer the customer is queued.
    link = taken(terms_link.sync_detailed(
        client=client, body=models.PostV1CustomersTosLinksBody(redirect_url="https://example.com/back")))
    agreement = taken(sign_terms.sync_detailed(link.session_token, client=client)).signed_agreement_id
    made = taken(create_customer.sync_detailed(client=client, body=whole(agreement)), 201)
    assert made.status == models.CustomerStatus.PENDING_REVIEW and made.date_of_incorporation == date(2019, 4, 1)
    assert taken(list_customers.sync_detailed(client=client, page=1, size=100)).total == before + 1
    change = models.Patch(business_description="Sells and repairs bicycles.")
    closed = taken(update_customer.sync_detailed(made.customer_id, client=client, body=change), 400)
    assert isinstance(closed, models.Problem) and closed.errors[0].code == "status_not_editable"

    # Compliance asks for more.
    httpx.put(f"{origin}/console/customers/{made.customer_id}/status", json={"status": "pending_response"}).raise_for_status()
    change.associated_persons = [person("Bo", is_director=True)]
    wrong = models.Patch(tax_country="DK", associated_persons=change.associated_persons)
    refused = taken(update_customer.sync_detailed(made.customer_id, client=client, body=wrong), 422)
    assert [(error.pointer, error.code) for error in refused.errors] == [("/tax_country", "not_iso_3166_alpha3")]
    key = str(uuid.uuid4())
    for _ in range(2):
        changed = taken(update_customer.sync_detailed(made.customer_id, client=client, body=change, idempotency_key=key))
    assert changed.business_description == "Sells and repairs bicycles."
    assert [found.first_name for found in changed.associated_persons] == ["Åse", "Bo"], "added once under one key"

    # The persons at their own addresses.
    added = taken(list_persons.sync_detailed(made.customer_id, client=client))[1]
    at = (made.customer_id, added.associated_person_id)
    renamed = taken(update_person.sync_detailed(*at, client=client, body=models.PersonChange(middle_name="Emil")))
    assert (renamed.first_name, renamed.middle_name) == ("Bo", "Emil")
    assert taken(read_person.sync_detailed(*at, client=client)) == renamed
    taken(delete_person.sync_detailed(*at, client=client), 204)
    assert isinstance(taken(read_person.sync_detailed(*at, client=client), 404), models.Problem)
    left = taken(read_customer.sync_detailed(made.customer_id, client=client))
    assert [found.first_name for found in left.associated_persons] == ["Åse"]

    report = taken(validate.sync_detailed(client=client, body=models.PostKybValidateBody(patch=wrong.to_dict())))
    assert report.ok is False and report.issues[0].suggestion == "DNK"


def main():
    [origin] = sys.argv[1:]
    stranger = Client(base_url=origin)
    assert isinstance(taken(list_customers.sync_detailed(client=stranger), 401), models.Problem)
    for name, client in [
        ("Bearer", AuthenticatedClient(base_url=origin, token="test_access_key")),
        ("signatures", Client(base_url=origin, httpx_args={"auth": Signature()})),
    ]:
        onboard(client, origin)
        print(f"onboarded with {name}")


if __name__ == "__main__":
    main()
