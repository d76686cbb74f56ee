"""The data stack: what must outlive every deployment. Deleting the stack keeps it all."""

from typing import Any

from infra.names import Names
from infra.settings import Stage


def _key(name: str) -> dict[str, str]:
    return {"AttributeName": name, "AttributeType": "S"}


def _schema(hash_name: str, range_name: str) -> list[dict[str, str]]:
    return [{"AttributeName": hash_name, "KeyType": "HASH"}, {"AttributeName": range_name, "KeyType": "RANGE"}]


def _index(name: str, hash_name: str, range_name: str) -> dict[str, Any]:
    # Indexes find keys; `kind` alone is projected so that mixed lists can be told apart.
    projection = {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["kind"]}
    return {"IndexName": name, "KeySchema": _schema(hash_name, range_name), "Projection": projection}


def _table(names: Names, stage: Stage) -> dict[str, Any]:
    keys = ["pk", "sk", "owner", "owner_sk", "person", "person_sk", "due", "due_sk"]
    return {
        "Type": "AWS::DynamoDB::Table",
        **_retention(stage),
        "Properties": {
            "TableName": names.table,
            "BillingMode": "PAY_PER_REQUEST",
            "AttributeDefinitions": [_key(name) for name in keys],
            "KeySchema": _schema("pk", "sk"),
            "GlobalSecondaryIndexes": [
                _index("by_owner", "owner", "owner_sk"),
                _index("by_person", "person", "person_sk"),
                _index("due", "due", "due_sk"),
            ],
            "StreamSpecification": {"StreamViewType": "NEW_AND_OLD_IMAGES"},
            "TimeToLiveSpecification": {"AttributeName": "ttl", "Enabled": True},
            "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True},
            "SSESpecification": {"SSEEnabled": True},
            "DeletionProtectionEnabled": stage.retain_data,
        },
    }


def _retention(stage: Stage) -> dict[str, str]:
    policy = "Retain" if stage.retain_data else "Delete"
    return {"DeletionPolicy": policy, "UpdateReplacePolicy": policy}


# Exports of the audit log name people's addresses: the table forgets after a week that there was one.
_EXPORTS = {"Id": "audit-exports", "Status": "Enabled", "Prefix": "audit/", "ExpirationInDays": 8}


def _bucket(name: str, stage: Stage, *rules: dict[str, Any]) -> dict[str, Any]:
    return {
        "Type": "AWS::S3::Bucket",
        **_retention(stage),
        "Properties": {
            "BucketName": name,
            "BucketEncryption": {
                "ServerSideEncryptionConfiguration": [{"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]
            },
            "PublicAccessBlockConfiguration": {
                "BlockPublicAcls": True,
                "BlockPublicPolicy": True,
                "IgnorePublicAcls": True,
                "RestrictPublicBuckets": True,
            },
            "VersioningConfiguration": {"Status": "Enabled"},
            "LifecycleConfiguration": {
                "Rules": [
                    {"Id": "old-versions", "Status": "Enabled", "NoncurrentVersionExpiration": {"NoncurrentDays": 90}},
                    *rules,
                ]
            },
        },
    }


def _only_encrypted(bucket: str) -> dict[str, Any]:
    arn = {"Fn::GetAtt": [bucket, "Arn"]}
    return {
        "Type": "AWS::S3::BucketPolicy",
        "Properties": {
            "Bucket": {"Ref": bucket},
            "PolicyDocument": {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Sid": "OnlyOverTls",
                        "Effect": "Deny",
                        "Principal": "*",
                        "Action": "s3:*",
                        "Resource": [arn, {"Fn::Sub": ["${Arn}/*", {"Arn": arn}]}],
                        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
                    }
                ],
            },
        },
    }


def _secret(names: Names, stage: Stage) -> dict[str, Any]:
    return {
        "Type": "AWS::SecretsManager::Secret",
        **_retention(stage),
        "Properties": {
            "Name": names.secret,
            "Description": "Foyer's random root secret, and the keys that the operator adds.",
            "GenerateSecretString": {
                "SecretStringTemplate": "{}",
                "GenerateStringKey": "root",
                "PasswordLength": 64,
                "ExcludePunctuation": True,
            },
        },
    }


def template(names: Names, stage: Stage) -> dict[str, Any]:
    """Table, buckets, secret."""
    resources = {
        "Table": _table(names, stage),
        "FilesBucket": _bucket(names.files_bucket, stage, _EXPORTS),
        "WebBucket": _bucket(names.web_bucket, stage),
        "ArtifactsBucket": _bucket(names.artifacts_bucket, stage),
        "Secret": _secret(names, stage),
    }
    if not stage.is_local:  # the local cloud speaks plain HTTP
        resources["FilesPolicy"] = _only_encrypted("FilesBucket")
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": "Foyer's data: table, buckets and secret",
        "Resources": resources,
        "Outputs": {"StreamArn": {"Value": {"Fn::GetAtt": ["Table", "StreamArn"]}}},
    }
