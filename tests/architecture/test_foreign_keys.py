"""import-linter does not see a foreign key written as text; this does."""

from django.apps import apps

from tests.architecture.storeys import height_of


def _owner(model):
    name = model.__module__
    return name.split(".")[1] if name.startswith("pufa.") else None


def test_foreign_keys_point_down():
    height = height_of()
    wrong = []
    looked_at = 0
    for model in apps.get_models(include_auto_created=True):
        owner = _owner(model)
        for field in model._meta.get_fields() if owner else ():
            target = getattr(field, "related_model", None)
            is_own = field.concrete and not field.auto_created
            other = _owner(target) if is_own and isinstance(target, type) else None
            if other and other != owner:
                looked_at += 1
                if height[other] >= height[owner]:
                    wrong.append(f"{model.__name__}.{field.name} -> {target.__name__}")
    assert looked_at > 3
    assert wrong == []


def test_every_app_has_a_storey():
    height = height_of()
    homeless = [
        config.name
        for config in apps.get_app_configs()
        if config.name.startswith("pufa.") and config.name.split(".")[1] not in height
    ]
    assert homeless == []
