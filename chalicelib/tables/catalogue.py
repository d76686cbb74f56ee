"""What an event sells, as rows of its partition: one query of `EVENT#e` brings all of it."""

from pynamodb.attributes import UnicodeAttribute, VersionAttribute

from chalicelib.domain.catalogue import Catalogue, Pool, Product
from chalicelib.domain.events import EventNotFound
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.tables.attributes import InstantAttribute, IntegerAttribute, JsonAttribute
from chalicelib.tables.commit import Change, put_new
from chalicelib.tables.events import EventRow, event_of
from chalicelib.tables.table import Row, noun_of, partition, values_of


class ProductRow(Row):
    """EVENT#e / PRODUCT#p."""

    KIND = "Product"
    product_id = UnicodeAttribute()
    event_id = UnicodeAttribute()
    name = JsonAttribute()
    description = JsonAttribute()
    price_minor = IntegerAttribute()
    pool_ids = JsonAttribute()
    min_per_order = IntegerAttribute()
    max_per_order = IntegerAttribute()
    sale_starts_at = InstantAttribute(null=True)
    sale_ends_at = InstantAttribute(null=True)
    position = IntegerAttribute()
    version = VersionAttribute()


class PoolRow(Row):
    """EVENT#e / POOL#p: the limit; the free units lie in the shards."""

    KIND = "Pool"
    pool_id = UnicodeAttribute()
    event_id = UnicodeAttribute()
    capacity = IntegerAttribute()
    shards = IntegerAttribute()


def new_product(product: Product) -> Change:
    """A product joins the catalogue."""
    row = ProductRow(f"EVENT#{product.event_id}", f"PRODUCT#{product.product_id}", **values_of(product))
    return put_new(row, AlreadyDone)


def new_pool(pool: Pool) -> Change:
    """A pool's limit; `pools.new_shards` holds its units."""
    return put_new(PoolRow(f"EVENT#{pool.event_id}", f"POOL#{pool.pool_id}", **values_of(pool)), AlreadyDone)


def get_catalogue(event_id: str, *, consistent: bool = True) -> Catalogue:
    """The event with all that is on sale, in one query. Raises EventNotFound."""
    kinds = partition(f"EVENT#{event_id}", consistent=consistent)
    if EventRow.KIND not in kinds:
        raise EventNotFound()
    products = [noun_of(Product, ProductRow.of(item)) for item in kinds.get(ProductRow.KIND, [])]
    pools = [noun_of(Pool, PoolRow.of(item)) for item in kinds.get(PoolRow.KIND, [])]
    products.sort(key=lambda product: (product.position, product.product_id))
    return Catalogue(event_of(kinds[EventRow.KIND][0]), products, {pool.pool_id: pool for pool in pools})
