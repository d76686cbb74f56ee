"""Tables and buckets as they are deployed: kept, private, with the indexes that are read."""

from chalicelib.tables.lists import INDEXES
from infra.names import Names
from infra.settings import Stage
from infra.templates import data
from tests.contracts.reading import of_type

NAMES = Names("example", "123456789012", "eu-central-1")


def test_the_data_outlives_its_stack(stage: Stage) -> None:
    """Whoever deletes the stack by mistake deletes no order."""
    found = data.template(NAMES, stage)["Resources"]
    stored = [resource for resource in found.values() if resource["Type"] != "AWS::S3::BucketPolicy"]
    assert {resource["DeletionPolicy"] for resource in stored} == {"Retain"}
    assert found["Table"]["Properties"]["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert found["Table"]["Properties"]["DeletionProtectionEnabled"] is True


def test_indexes_project_the_kind_and_nothing_that_is_personal(stage: Stage) -> None:
    """A KEYS_ONLY index returns nothing of a mixed list; a full one doubles every write."""
    table = data.template(NAMES, stage)["Resources"]["Table"]["Properties"]
    for index in table["GlobalSecondaryIndexes"]:
        assert index["Projection"] == {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["kind"]}


def test_the_indexes_are_those_that_are_read(stage: Stage) -> None:
    table = data.template(NAMES, stage)["Resources"]["Table"]["Properties"]
    declared = {
        index["IndexName"]: tuple(key["AttributeName"] for key in index["KeySchema"])
        for index in table["GlobalSecondaryIndexes"]
    }
    assert declared == INDEXES


def test_buckets_are_private_and_encrypted(stage: Stage) -> None:
    buckets = [found for _, found in of_type(data.template(NAMES, stage)["Resources"], "AWS::S3::Bucket")]
    assert len(buckets) == 3
    for bucket in buckets:
        assert all(bucket["PublicAccessBlockConfiguration"].values())
        assert bucket["BucketEncryption"]
