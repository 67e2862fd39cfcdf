"""What the documents promise is there."""

import re
import tomllib
from pathlib import Path

from pufa.lib import env

ROOT = Path(__file__).resolve().parents[2]


def test_every_setting_is_documented():
    import pufa.config.settings.cluster  # noqa: F401  (reading it declares its variables)

    page = (ROOT / "docs/settings.md").read_text()
    names = {one.name for one in env.declared()}
    known = {name for name in names if name.startswith("PUFA_") and not name.startswith("PUFA_TEST")}
    assert len(known) > 15
    assert {name for name in known if f"`{name}`" not in page} == set()
    assert set(re.findall(r"^\| `(PUFA_[A-Z_]+)`", page, re.MULTILINE)) - known == set()


def test_every_app_has_a_readme_and_a_docstring():
    for folder in sorted((ROOT / "src/pufa").iterdir()):
        if (folder / "__init__.py").exists() and folder.name != "config":
            assert (folder / "README.md").exists(), folder.name
            assert (folder / "__init__.py").read_text().startswith('"""'), folder.name


def test_links_in_documents_lead_somewhere():
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "src").rglob("README.md")]
    targets = [(page, target) for page in pages for target in re.findall(r"\]\(([^)#\s]+)", page.read_text())]
    broken = [
        f"{page.relative_to(ROOT)} -> {target}"
        for page, target in targets
        if "://" not in target and not target.startswith("mailto:") and not (page.parent / target).exists()
    ]
    assert len(targets) > 10
    assert broken == []


def test_every_dependency_says_why():
    text = (ROOT / "pyproject.toml").read_text()
    project = tomllib.loads(text)
    groups = [
        project["project"]["dependencies"],
        *project["project"]["optional-dependencies"].values(),
        *project["dependency-groups"].values(),
    ]
    for requirement in (requirement for group in groups for requirement in group):
        line = next(line for line in text.splitlines() if f'"{requirement}"' in line)
        assert "#" in line, requirement


def test_the_documents_a_project_needs_are_there():
    names = ["README.md", "README.zh-CN.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "LICENSE"]
    names += ["docs/architecture.md", "docs/glossary.md", "docs/settings.md", "docs/performance.md"]
    assert [name for name in names if not (ROOT / name).is_file()] == []
    assert len(list((ROOT / "docs/adr").glob("*.md"))) >= 3


def test_nothing_outside_demo_knows_the_sample_city():
    city = "株洲"
    knows = [
        str(file.relative_to(ROOT))
        for file in (ROOT / "src/pufa").rglob("*")
        if file.suffix in {".py", ".html", ".po", ".js", ".css", ".txt", ".json"}
        and "demo" not in file.relative_to(ROOT / "src/pufa").parts
        and "tests" not in file.parts
        and city in file.read_text(errors="ignore")
    ]
    assert knows == []
