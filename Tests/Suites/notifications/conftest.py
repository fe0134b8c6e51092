import pytest

from harness.rabbitmq import RabbitMQ


@pytest.fixture(scope="session")
def rabbitmq():
    with RabbitMQ() as broker:
        yield broker
