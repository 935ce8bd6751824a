"""Tag classes of Hasty."""

from labelbridge import NULL


def test_tag_class_is_created_listed_and_deleted(hasty, project):
    made = hasty.tag_classes.create(project, name="night", norder=2.5)
    assert (made.name, made.norder, made.tag_group_id) == ("night", 2.5, None)
    assert hasty.tag_classes.get(project, made.id) == made
    assert list(hasty.tag_classes.list(project)) == [made]
    hasty.tag_classes.delete(project, made.id)
    assert hasty.tag_classes.list(project).total() == 0


def test_update_moves_a_tag_class_to_a_group_and_out_of_it(hasty, project):
    group = hasty.tag_groups.create(project, name="weather", type="SELECTION")
    made = hasty.tag_classes.create(project, name="rain", tag_group_id=group.id)
    assert (made.tag_group_id, made.tag_group_name) == (str(group.id), "weather")
    renamed = hasty.tag_classes.update(project, made.id, name="Rain", norder=3)
    assert (renamed.name, renamed.norder, renamed.tag_group_name) == ("Rain", 3, "weather")
    alone = hasty.tag_classes.update(project, made.id, name="Rain", tag_group_id=NULL, norder=NULL)
    assert (alone.tag_group_id, alone.norder) == (None, None)
