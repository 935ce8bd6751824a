"""Options for contracts that are wrong: other paths, and another format of lists."""

import httpx
import pytest

from labelbridge import AsyncHasty, Hasty
from labelbridge.errors import ConfigurationError
from labelbridge.options import ClientOptions
from tests.support.modes import MODES, open_client

ID = "17a4fab4-c59c-4031-9cb5-41fccb5b054c"
OTHER = "a128136f-670e-41d6-8329-cb8d9608d7af"


@pytest.fixture(params=MODES)
def urls(request):
    """The URLs that a use of a client requests."""

    def requested(use, **options):
        seen = []

        def respond(request):
            seen.append(str(request.url))
            return httpx.Response(200, json={"items": []})

        transport = httpx.MockTransport(respond)
        options = {"transport": transport, "options": ClientOptions(**options)}
        with open_client(request.param, Hasty, AsyncHasty, **options) as client:
            use(client)
        return seen

    return requested


def test_path_of_one_operation_can_be_replaced(urls):
    def use(client):
        list(client.datasets.list(ID))
        list(client.images.list(ID))

    datasets, images = urls(use, paths={"list_datasets": "/v2/{project_id}/sets"})
    assert datasets.startswith(f"https://api.hasty.ai/v2/{ID}/sets?")
    assert images.startswith(f"https://api.hasty.ai/v1/projects/{ID}/images?")


@pytest.mark.parametrize("path", ["/v2/sets", "/v2/{project_id}/{dataset_id}", "/v2/{0}", "/{}"])
def test_path_with_other_parameters_is_rejected_before_the_request(urls, path):
    paths = {"list_datasets": path}
    with pytest.raises(ConfigurationError, match=r"^paths: the path of list_datasets must contain"):
        urls(lambda client: list(client.datasets.list(ID)), paths=paths)


@pytest.mark.parametrize("path", ["v2/sets", "https://elsewhere/", "/v2?a=b", "/v2#x", "/a b", ""])
def test_invalid_path_is_rejected(path):
    with pytest.raises(ConfigurationError, match="^paths: the path of list_datasets must be like"):
        ClientOptions(paths={"list_datasets": path})


def test_unknown_operation_is_rejected():
    options = ClientOptions(paths={"list_datsets": "/v2"})
    with pytest.raises(ConfigurationError, match="^paths: hasty has no operation 'list_datsets'"):
        Hasty("key", options=options)


def test_lists_are_joined_by_commas_or_repeated(urls):
    def use(client):
        list(client.images.list(ID, dataset_id=[ID, OTHER]))

    assert f"dataset_id={ID},{OTHER}" in urls(use)[0]
    assert f"dataset_id={ID}&dataset_id={OTHER}" in urls(use, lists="repeat")[0]
    with pytest.raises(ConfigurationError, match="^lists must be"):
        ClientOptions(lists="semicolon")
