"""The clients of AWS and the threads that share them, made once per container, when first asked for."""

import functools
import gc
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config

if TYPE_CHECKING:
    from mypy_boto3_cloudfront import CloudFrontClient
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_lambda import LambdaClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_ssm import SSMClient

POOL_THREADS = 16
RUNNERS = 8

# A client is made from its service's description: tens of thousands of values, none of them garbage, which Python's
# collector would walk again after every few hundred. That is a tenth of a cold start.
gc.set_threshold(50_000)

CONFIG = Config(
    max_pool_connections=POOL_THREADS + RUNNERS,
    retries={"mode": "standard", "total_max_attempts": 4},
    connect_timeout=2,
    read_timeout=10,
)

# A reader waits for the answer: where a service does not answer soon, another way is taken.
IMPATIENT = Config(
    max_pool_connections=POOL_THREADS,
    retries={"mode": "standard", "total_max_attempts": 2},
    connect_timeout=1,
    read_timeout=2,
)


@functools.cache
def pool() -> ThreadPoolExecutor:
    """Return the threads of this container, kept from call to call."""
    return ThreadPoolExecutor(POOL_THREADS, thread_name_prefix="press")


@functools.cache
def runners() -> ThreadPoolExecutor:
    """Return the threads for work that itself asks the pool and waits for it; on the pool it would wait for itself."""
    return ThreadPoolExecutor(RUNNERS, thread_name_prefix="runner")


@functools.cache
def dynamodb() -> "DynamoDBClient":
    """Return the client of the tables."""
    return boto3.client("dynamodb", config=CONFIG)


@functools.cache
def s3() -> "S3Client":
    """Return the client of the buckets."""
    return boto3.client("s3", config=CONFIG)


@functools.cache
def signing_s3() -> "S3Client":
    """Return the client that signs addresses for others to use, in the form that every region takes."""
    config = CONFIG.merge(Config(signature_version="s3v4", s3={"addressing_style": "virtual"}))
    return boto3.client("s3", config=config)


@functools.cache
def sqs() -> "SQSClient":
    """Return the client of the queues."""
    return boto3.client("sqs", config=CONFIG)


@functools.cache
def cloudfront() -> "CloudFrontClient":
    """Return the client of the CDN."""
    return boto3.client("cloudfront", config=CONFIG)


@functools.cache
def functions() -> "LambdaClient":
    """Return the client of the functions."""
    return boto3.client("lambda", config=CONFIG)


@functools.cache
def ssm() -> "SSMClient":
    """Return the client of the secret keys."""
    return boto3.client("ssm", config=CONFIG)


@functools.cache
def impatient_dynamodb() -> "DynamoDBClient":
    """Return the client of the tables for where a reader waits."""
    return boto3.client("dynamodb", config=IMPATIENT)


@functools.cache
def impatient_sqs() -> "SQSClient":
    """Return the client of the queues for where a reader waits."""
    return boto3.client("sqs", config=IMPATIENT)


@functools.cache
def impatient_ssm() -> "SSMClient":
    """Return the client of the secret keys for where a reader waits."""
    return boto3.client("ssm", config=IMPATIENT)
