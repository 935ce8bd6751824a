"""Ways around a contract that turns out to be wrong: other paths, lists written otherwise."""

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
    """Return the URLs that a use of a client asks for."""

    def asked(use, **options):
        seen = []

        def answer(received):
            seen.append(str(received.url))
            return httpx.Response(200, json={"items": []})

        transport = httpx.MockTransport(answer)
        options = {"transport": transport, "options": ClientOptions(**options)}
        with open_client(request.param, Hasty, AsyncHasty, **options) as client:
            use(client)
        return seen

    return asked


def test_the_path_of_an_operation_can_be_another(urls):
    paths = {"list_datasets": "/v2/{project_id}/sets"}
    (url,) = urls(lambda client: list(client.datasets.list(ID)), paths=paths)
    assert url.startswith(f"https://api.hasty.ai/v2/{ID}/sets?")


def test_other_operations_keep_theirs(urls):
    paths = {"list_datasets": "/v2/{project_id}/sets"}
    (url,) = urls(lambda client: list(client.images.list(ID)), paths=paths)
    assert url.startswith(f"https://api.hasty.ai/v1/projects/{ID}/images?")


@pytest.mark.parametrize("path", ["/v2/sets", "/v2/{project_id}/{dataset_id}", "/v2/{0}", "/{}"])
def test_a_path_with_other_names_in_it_is_refused_before_the_request(urls, path):
    paths = {"list_datasets": path}
    with pytest.raises(ConfigurationError, match=r"^paths: the path of list_datasets must contain"):
        urls(lambda client: list(client.datasets.list(ID)), paths=paths)


@pytest.mark.parametrize("path", ["v2/sets", "https://elsewhere/", "/v2?a=b", "/v2#x", "/a b", ""])
def test_a_path_that_is_none_is_refused_at_once(path):
    with pytest.raises(ConfigurationError, match="^paths: the path of list_datasets must be like"):
        ClientOptions(paths={"list_datasets": path})


def test_an_operation_that_is_none_is_refused_at_once():
    options = ClientOptions(paths={"list_datsets": "/v2"})
    with pytest.raises(ConfigurationError, match="^paths: hasty has no operation 'list_datsets'"):
        Hasty("key", options=options)


def test_lists_go_out_joined_by_commas_or_repeated(urls):
    def use(client):
        list(client.images.list(ID, dataset_id=[ID, OTHER]))

    assert f"dataset_id={ID},{OTHER}" in urls(use)[0]
    assert f"dataset_id={ID}&dataset_id={OTHER}" in urls(use, lists="repeat")[0]
    with pytest.raises(ConfigurationError, match="^lists must be"):
        ClientOptions(lists="semicolon")
