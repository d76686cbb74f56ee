"""An event as the public sees it: the same shape for the API and for the published page."""

import json
from collections.abc import Sequence

from chalicelib.domain import policies, policy_wording
from chalicelib.domain.events import Event
from chalicelib.domain.showcase import Showcase
from chalicelib.handlers.models.listing import (
    PublicCategory,
    PublicEvent,
    PublicFee,
    PublicOccurrence,
    PublicOrganizer,
    PublicQuestion,
    WayToPay,
)
from chalicelib.handlers.models.location import LocationOut
from chalicelib.handlers.models.showcase import PublicProduct
from chalicelib.kernel import clock, money
from chalicelib.kernel.config import config
from chalicelib.kernel.text import pick

FEW = 20
_SHARED = (
    "slug status visibility title description languages category starts_at ends_at timezone extra_currencies "
    "hold_minutes occurrence_id is_series orders_close_at age_limit entry_requirements must_confirm_entry terms "
    "payment_methods needs_approval details_per billing has_auto_buy date_format"
).split()


def public_event(showcase: Showcase) -> PublicEvent:
    """The event with its products and what is left of them."""
    catalogue, event = showcase.catalogue, showcase.catalogue.event
    return PublicEvent(
        id=event.event_id,
        location=LocationOut(**event.public_location) if event.public_location else None,
        map_url=event.map_url,
        organizer=PublicOrganizer(id=event.organizer_id, name=event.organizer_name),
        exponent=money.exponent(showcase.currency),
        terms_hash=event.terms_hash,
        pay_later=WayToPay.list_of(event),
        refund_terms=policy_wording.terms(policies.read(event.policy), showcase.currency),
        **{name: getattr(event, name) for name in _SHARED},
        currency=showcase.currency,
        occurrence=PublicOccurrence.of(showcase.day, is_sold_out=showcase.is_gone),
        categories=[PublicCategory.of(category) for category in showcase.categories],
        products=[PublicProduct.of(shown, FEW) for shown in showcase.products],
        order_fees=[
            PublicFee(name=fee.name, percent=fee.percent, amount_minor=fee.amounts.get(showcase.currency, 0))
            for fee in catalogue.fees
            if fee.per == "order" and _concerns(fee.product_ids, showcase)
        ],
        questions=[
            PublicQuestion.of(question) for question in catalogue.questions if _concerns(question.product_ids, showcase)
        ],
        for_members=bool(catalogue.for_members),
        are_cards_paused=showcase.are_cards_paused and showcase.costs,
    )


def _concerns(product_ids: list[str], showcase: Showcase) -> bool:
    """Whether something that is limited to these products may be known: it would tell of what is hidden."""
    return not product_ids or any(shown.product.product_id in product_ids for shown in showcase.products)


def page(showcase: Showcase, organizer_url: str) -> str:
    """The HTML of an event's page. That of a private event gives its title away and nothing else."""
    from chalicelib.pages import render

    event, base_url = showcase.catalogue.event, config().base_url
    language = event.languages[0]
    if event.visibility == "private":
        return render.locked_page(event.event_id, pick(event.title, language), base_url=base_url, language=language)
    shown = public_event(showcase).model_dump(mode="json")
    return render.event_page(shown, base_url=base_url, organizer_url=organizer_url, language=language)


def _place(event: Event) -> str | None:
    place = event.location or {}
    return "Online" if place.get("kind") == "online" else place.get("name")


def listing(live: Sequence[Event]) -> str:
    """The live events as the landing page reads them: JSON of title, start, zone, address, place and category."""
    items = [
        {
            "title": event.title,
            "starts_at": clock.to_text(event.starts_at),
            "timezone": event.timezone,
            "url": f"/e/{event.slug}/",
            "category": event.category,
            "place": _place(event),
        }
        for event in live
    ]
    return json.dumps(items, ensure_ascii=False)
