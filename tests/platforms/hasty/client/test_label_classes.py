"""Label classes of Hasty."""

from labelbridge import NULL

FIELDS = {
    "type": "background",
    "color": "#d62728ff",
    "description": "What is above the roofs",
    "use_description_as_prompt": True,
    "norder": 2.5,
    "external_id": "class-7",
}


def test_label_class_is_created_updated_and_deleted(hasty, project):
    made = hasty.label_classes.create(project, name="sky", **FIELDS)
    assert made.name == "sky"
    assert {name: getattr(made, name) for name in FIELDS} == FIELDS
    assert hasty.label_classes.get(project, made.id) == made
    assert list(hasty.label_classes.list(project)) == [made]
    changed = hasty.label_classes.update(project, made.id, name="Sky", color=NULL, norder=3)
    assert (changed.name, changed.color, changed.norder) == ("Sky", None, 3)
    assert (changed.type, changed.external_id) == ("background", "class-7")
    hasty.label_classes.delete(project, made.id)
    assert hasty.label_classes.list(project).total() == 0
