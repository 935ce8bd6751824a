"""Models and enums of Labelbox's requests and responses.

In responses, a required property has a plain type; any other is None if it is absent or null. If a
required property is missing or has another type, reading it raises `errors.MissingValue`.
Raw values that do not match, and unknown keys, are in `additional_properties`. Enums accept values
that are not in the contract.

The classes of rows and annotations are those of `labelbridge.labelbox`.
"""

# ruff: noqa: PLC0414 - the aliases make names public for type checkers
from __future__ import annotations

from typing import TYPE_CHECKING

from labelbridge.labelbox.annotations import ExportRow as ExportRow
from labelbridge.labelbox.annotations import FrameRecord as FrameRecord
from labelbridge.labelbox.annotations import Label as Label
from labelbridge.labelbox.classifications import Classification as Classification
from labelbridge.labelbox.objects import LabelObject as LabelObject

if TYPE_CHECKING:
    # one by one, because mypy would take the contract's classes of rows, too
    from labelbridge_api.labelbox.models import Answer as Answer
    from labelbridge_api.labelbox.models import BoundingBox as BoundingBox
    from labelbridge_api.labelbox.models import Error as Error
    from labelbridge_api.labelbox.models import FramesByAxis as FramesByAxis
    from labelbridge_api.labelbox.models import Geometry as Geometry
    from labelbridge_api.labelbox.models import GraphQLData as GraphQLData
    from labelbridge_api.labelbox.models import GraphQLError as GraphQLError
    from labelbridge_api.labelbox.models import GraphQLErrorException as GraphQLErrorException
    from labelbridge_api.labelbox.models import GraphQLErrorExtensions as GraphQLErrorExtensions
    from labelbridge_api.labelbox.models import GraphQLErrorLocation as GraphQLErrorLocation
    from labelbridge_api.labelbox.models import GraphQLRequest as GraphQLRequest
    from labelbridge_api.labelbox.models import GraphQLResponse as GraphQLResponse
    from labelbridge_api.labelbox.models import GraphQLVariables as GraphQLVariables
    from labelbridge_api.labelbox.models import LabelExport as LabelExport
    from labelbridge_api.labelbox.models import LocationData as LocationData
    from labelbridge_api.labelbox.models import MediaAttributes as MediaAttributes
    from labelbridge_api.labelbox.models import MetadataItem as MetadataItem
    from labelbridge_api.labelbox.models import Point as Point
    from labelbridge_api.labelbox.models import Project as Project
    from labelbridge_api.labelbox.models import Relationship as Relationship
    from labelbridge_api.labelbox.models import RelationshipData as RelationshipData
    from labelbridge_api.labelbox.models import Review as Review
    from labelbridge_api.labelbox.models import TextBox as TextBox
    from labelbridge_api.labelbox.models import TextBoxItem as TextBoxItem
    from labelbridge_api.labelbox.models import TextLocation as TextLocation
    from labelbridge_api.labelbox.models import WorkflowHistoryItem as WorkflowHistoryItem
    from labelbridge_api.labelbox.models import WorkflowInfo as WorkflowInfo
else:
    from labelbridge._core.lazy_models import reexport
    from labelbridge_api.labelbox import models

    __getattr__, __dir__, __all__ = reexport(models)
