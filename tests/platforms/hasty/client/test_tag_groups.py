"""Tag groups of Hasty."""

from labelbridge.hasty.models import TagGroupType


def test_tag_group_is_created_listed_and_updated(hasty, project):
    made = hasty.tag_groups.create(project, name="weather", type="SELECTION", norder=2.5)
    assert (made.name, made.type, made.norder) == ("weather", TagGroupType.SELECTION, 2.5)
    assert made.is_required is False
    assert hasty.tag_groups.get(project, made.id) == made
    assert list(hasty.tag_groups.list(project)) == [made]
    changed = hasty.tag_groups.update(
        project, made.id, name="Weather", type=TagGroupType.MULTIPLE_SELECTION, is_required=True
    )
    assert (changed.name, changed.type) == ("Weather", "MULTIPLE-SELECTION")
    assert (changed.is_required, changed.norder) == (True, 2.5)
