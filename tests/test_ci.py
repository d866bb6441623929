"""What a stranger's clone holds: the files that pages and workflows name, and an action whose steps run."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
import yaml

from osloregion_slides.starter import BESIDE
from tests.lowest_versions import lowest_versions

REPOSITORY = Path(__file__).resolve().parent.parent
ACTION = ".github/actions/build/action.yml"
WORKFLOW = ".github/workflows/slides.yml"
WORKFLOWS = sorted(path.relative_to(REPOSITORY).as_posix() for path in REPOSITORY.glob(".github/workflows/*.yml"))
WORKFLOWS.append("assets/blank/slides.yml")  # which init writes
PAGES = ["README.md", "CONTRIBUTING.md", "ARCHITECTURE.md", "SECURITY.md"]
SCRIPTS = [".pre-commit-hooks.yaml", "Makefile", "pyproject.toml", ".ci/run", "Dockerfile", *WORKFLOWS, ACTION]
NAME = r"[\w.-]+"
PATH = re.compile(rf"(?<![\w./{{}}$-])(?:\./)?({NAME}(?:/{NAME})+)/?(?![\w/{{}}*<$-])")
LINK = re.compile(r"\]\(([^)#\s:]+)(?:#[^)]*)?\)")
LOCAL = re.compile(r"uses:\s*\./(\S+)")


def git(*words: str) -> list[str]:
    program = shutil.which("git")
    if not program or not (REPOSITORY / ".git").exists():
        pytest.skip("not a git checkout, or no git")
    done = subprocess.run([program, "-C", str(REPOSITORY), *words], capture_output=True, text=True, check=True)
    return [name for name in done.stdout.split("\0") if name]


def published() -> set[str]:
    """Return the files and folders of a clone, as git lists them."""
    files = git("ls-files", "-z")
    return {*files, *[parent.as_posix() for name in files for parent in PurePosixPath(name).parents]} - {"."}


def claimed(text: str, page: str, there: set[str]) -> set[str]:
    """Return the paths of the repository that a text names.

    A path is one if its first part is a file or folder at the top of the repository: what a build writes
    (``out/``), what is beside an outline (``data/``) and names of other projects begin otherwise. A link of a page
    always is one, from the page's folder.
    """
    top = {name.partition("/")[0] for name in there}
    named = {path.rstrip("./") for path in PATH.findall(text)}
    found = {path for path in named if path.partition("/")[0] in top}
    if page.endswith(".md"):
        folder = os.path.dirname(page)
        found |= {os.path.normpath(os.path.join(folder, path)).replace(os.sep, "/") for path in LINK.findall(text)}
    return found


def is_example(path: str) -> bool:
    """Whether a clone cannot hold a path: builds, packaging (``_data``) or init write it, or it is theirs (``ours``)."""
    return path in BESIDE or path.endswith(".bases") or "_data" in path.split("/") or PurePosixPath(path).stem == "ours"


def pages() -> list[str]:
    return [*PAGES, *SCRIPTS, *sorted(path.relative_to(REPOSITORY).as_posix() for path in REPOSITORY.glob("docs/*.md"))]


def anchors(page: str) -> set[str]:
    """Return what a link can lead to on a page, as GitHub names its headings."""
    heads = re.findall(r"^#+ (.+)$", (REPOSITORY / page).read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.strip().lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", [page for page in pages() if page.endswith(".md")])
def test_every_link_to_a_heading_resolves(page: str) -> None:
    text = re.sub(r"```.*?```|`[^`\n]*`", "", (REPOSITORY / page).read_text(encoding="utf-8"), flags=re.DOTALL)
    for path, anchor in re.findall(r"\]\(([^)#\s:]*)#([^)\s]*)\)", text):
        other = os.path.normpath(os.path.join(os.path.dirname(page), path)) if path else page
        assert anchor in anchors(other), f"{page}: {path}#{anchor}"


@pytest.mark.parametrize("page", pages())
def test_every_path_named_on_a_page_exists(page: str) -> None:
    there = published()
    text = (REPOSITORY / page).read_text(encoding="utf-8")
    written = set(
        re.findall(r"^```\w*\n# (\S+)$", text, re.MULTILINE)
    )  # a code block headed by the file its reader writes
    missing = sorted(
        path for path in claimed(text, page, there) - written if path not in there and not is_example(path)
    )
    assert missing == []


@pytest.mark.parametrize("page", [WORKFLOW, "docs/ci.md"])
def test_every_local_action_in_use_exists(page: str) -> None:
    there = published()
    text = (REPOSITORY / page).read_text(encoding="utf-8")
    used = LOCAL.findall(text) + re.findall(r"uses: OWNER/osloregion-slides/(\S+)@", text)
    assert used, page
    assert [path for path in used if f"{path.rstrip('/')}/action.yml" not in there] == []


def test_the_search_finds_a_missing_path() -> None:
    there = {"docs", "docs/ci.md", ".github", ".github/workflows", ".github/workflows/slides.yml"}
    text = "uses: ./.github/actions/build, [x](overlays.md), `docs/ci.md`. out/a.pptx data/m.csv github.com/docs/x"
    assert claimed(text, "docs/ci.md", there) - there == {".github/actions/build", "docs/overlays.md"}


def action() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((REPOSITORY / ACTION).read_text(encoding="utf-8"))
    return found


def test_the_page_lists_the_inputs_of_the_action_with_their_defaults() -> None:
    text = (REPOSITORY / "docs/ci.md").read_text(encoding="utf-8")
    table = text.split("| input | default |")[1].split("\n\n")[0]
    rows = re.findall(r"^\| `([\w-]+)` \| (?:`([^`]*)`)? ?\|", table, re.MULTILINE)
    assert rows == [(name, about["default"]) for name, about in action()["inputs"].items()]


USED = re.compile(r"^ *-? *uses: (\S+?)(?:  # v[\d.]+)?$", re.MULTILINE)


@pytest.mark.parametrize("file", [*WORKFLOWS, ACTION])
def test_every_external_action_is_pinned_to_a_commit_with_a_version_comment(file: str) -> None:
    text = (REPOSITORY / file).read_text(encoding="utf-8")
    foreign = [name for name in USED.findall(text) if not name.startswith("./")]
    assert len(foreign) == len(re.findall(r"uses: [^.]", text))
    assert [name for name in foreign if not re.fullmatch(r"[\w-]+(?:/[\w-]+)+@[0-9a-f]{40}", name)] == []
    assert len(foreign) == len(re.findall(r"@[0-9a-f]{40}  # v\d", text))


def jobs(file: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((REPOSITORY / file).read_text(encoding="utf-8"))["jobs"]
    return found


@pytest.mark.parametrize("file", WORKFLOWS)
def test_workflow_scripts_contain_no_expressions_and_use_bash(file: str) -> None:
    scripts = [step for job in jobs(file).values() for step in job["steps"] if "run" in step]
    assert [step["name"] for step in scripts if "${{" in step["run"]] == []
    for step in scripts:
        checked = subprocess.run(["bash", "-n", "-c", step["run"]], capture_output=True, text=True)
        assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize("file", WORKFLOWS)
def test_workflows_have_only_the_write_permissions_that_jobs_request(file: str) -> None:
    workflow = yaml.safe_load((REPOSITORY / file).read_text(encoding="utf-8"))
    assert workflow["permissions"] == {"contents": "read"}
    may = {right for job in workflow["jobs"].values() for right in job.get("permissions", {}).items()}
    allowed = {("contents", "read"), ("id-token", "write"), ("attestations", "write")}
    assert may <= (allowed if file.endswith("release.yml") else set())


def test_the_tests_run_on_three_systems_and_every_supported_python() -> None:
    found = jobs(".github/workflows/tests.yml")
    for name in ("linux", "others"):
        assert found[name]["strategy"]["matrix"]["python"] == ["3.11", "3.12", "3.13", "3.14"]
    assert {name.partition("-")[0] for name in found["others"]["strategy"]["matrix"]["system"]} == {"windows", "macos"}


def test_the_lowest_tested_versions_are_those_of_pyproject() -> None:
    project = '[project]\ndependencies = ["lxml>=5", "python-pptx>=1.0.2"]\n'
    assert lowest_versions(project) == ["lxml==5", "python-pptx==1.0.2"]
    with pytest.raises(ValueError, match="lxml<6 has no lower bound"):
        lowest_versions('[project]\ndependencies = ["lxml<6"]\n')
    assert lowest_versions((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))


GITLAB = ".gitlab/slides.yml"


def gitlab() -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the inputs and the job of GitLab's file."""
    head, jobs = yaml.safe_load_all((REPOSITORY / GITLAB).read_text(encoding="utf-8"))
    return head["spec"]["inputs"], jobs["slides"]


def test_the_page_lists_the_inputs_of_the_gitlab_job_and_the_job_uses_each() -> None:
    inputs, job = gitlab()
    text = (REPOSITORY / "docs/ci.md").read_text(encoding="utf-8").split("## GitLab")[1]
    rows = re.findall(r"^\| `([\w-]+)` \| (?:`([^`]*)`)? ?\|", text, re.MULTILINE)
    assert rows == [(name, str(about.get("default", ""))) for name, about in inputs.items()]
    assert set(re.findall(r"\$\[\[ inputs\.([\w-]+) \]\]", yaml.safe_dump(job, width=1000))) == set(inputs)
    assert "[[" not in "".join(job["script"]), "an input pasted into a script would be run"


def test_the_scripts_of_the_gitlab_job_build_the_shard_of_the_job(runner: Runner) -> None:
    shutil.rmtree(runner.clone / ".git")
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("PYTHON")},
        "PATH": f"{runner.programs}{os.pathsep}{os.environ['PATH']}",
        "PACKAGE": "osloregion-slides",
        "OUT_DIR": "out",
        "CI_NODE_INDEX": "1",
        "CI_NODE_TOTAL": "61",
    }
    for script in gitlab()[1]["script"]:
        command = ["bash", "-e", "-c", script]
        done = subprocess.run(command, cwd=runner.clone, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
    assert runner.decks() == ["osloregionen-nb.pptx"]
    assert sorted(os.listdir(runner.clone / "slides-report")) == ["junit.xml", "report.html"]


def test_the_image_installs_what_its_file_copies() -> None:
    text = (REPOSITORY / "Dockerfile").read_text(encoding="utf-8")
    runs = [command.replace("\\\n", " ") for command in re.findall(r"^RUN ((?:.*\\\n)*.*)$", text, re.MULTILINE)]
    assert len(runs) == 3
    for command in runs:
        assert subprocess.run(["bash", "-n", "-c", command], capture_output=True).returncode == 0, command
    assert 'constraint /opt/osloregion-slides/constraints.txt "/opt/osloregion-slides[preview]"' in " ".join(
        runs[1].split()
    )


def steps() -> list[dict[str, Any]]:
    return [step for step in action()["runs"]["steps"] if "run" in step]


def test_action_scripts_contain_no_expressions_and_name_their_shell() -> None:
    assert steps()
    assert [step["name"] for step in steps() if "${{" in step["run"] or step.get("shell") != "bash"] == []


def test_the_workflow_passes_only_existing_inputs_to_the_action() -> None:
    workflow = yaml.safe_load((REPOSITORY / WORKFLOW).read_text(encoding="utf-8"))
    used = [step for job in workflow["jobs"].values() for step in job["steps"]]
    [call] = [step for step in used if step["uses"] == "./.github/actions/build"]
    assert set(call["with"]) <= set(action()["inputs"])


class Runner:
    """What GitHub does with the scripts of the action in a clone: ``python`` is this one, without its pip."""

    def __init__(self, folder: Path, programs: Path) -> None:
        self.clone, self.programs, self.folder = folder / "clone", programs, folder
        subprocess.run(["git", "clone", "--quiet", "--local", str(REPOSITORY), str(self.clone)], check=True)
        (self.clone / ACTION).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(REPOSITORY / ACTION, self.clone / ACTION)
        self.output = ""

    def run(self, **inputs: str) -> subprocess.CompletedProcess[str]:
        """Run every script in order until one fails; return the last."""
        given = {name: about["default"] for name, about in action()["inputs"].items()} | inputs
        outputs = self.folder / "outputs"
        outputs.write_text("")
        for step in steps():
            known = dict(line.partition("=")[::2] for line in outputs.read_text().splitlines())
            values = {key: self._value(text, given, known) for key, text in step.get("env", {}).items()}
            environment = {
                **{name: value for name, value in os.environ.items() if not name.startswith("PYTHON")},
                **values,
                "PATH": f"{self.programs}{os.pathsep}{os.environ['PATH']}",
                "GITHUB_OUTPUT": str(outputs),
                "GITHUB_ACTION_PATH": str((self.clone / ACTION).parent),
            }
            command = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", step["run"]]
            done = subprocess.run(command, cwd=self.clone, env=environment, capture_output=True, text=True)
            if done.returncode:
                break
        self.output = outputs.read_text()
        return done

    @staticmethod
    def _value(text: str, inputs: dict[str, str], known: dict[str, str]) -> str:
        found = re.fullmatch(r"\$\{\{ (inputs\.([\w-]+)|steps\.names\.outputs\.(\w+)) \}\}", text)
        assert found, text
        return inputs[found[2]] if found[2] else known.get(found[3], "")

    def decks(self) -> list[str]:
        return sorted(path.name for path in (self.clone / "out").glob("*.pptx"))


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    """Return a runner whose ``pip`` installs nothing: the clone's own package is what its Python finds."""
    git("rev-parse", "HEAD")
    if not shutil.which("bash"):
        pytest.skip("no bash here")
    programs = tmp_path / "programs"
    programs.mkdir()
    python = f'PYTHONPATH="{tmp_path}/clone" exec "{sys.executable}"'
    scripts = {
        "python": f'case "$1 $2" in "-m pip") exit 0;; esac\n{python} "$@"',
        "osloregion-slides": f'{python} -m osloregion_slides "$@"',
    }
    for name, script in scripts.items():
        (programs / name).write_text(f"#!/bin/sh\n{script}\n")
        (programs / name).chmod(0o755)
    return Runner(tmp_path, programs)


ONE = 'decks/osloregionen.yaml --language en --set "meeting.place=Oslo S"'


def test_the_scripts_of_the_action_build_a_deck_with_its_reports(runner: Runner) -> None:
    done = runner.run(arguments=ONE)
    assert (done.returncode, runner.decks()) == (0, ["osloregionen-en.pptx"]), done.stdout + done.stderr
    assert sorted(os.listdir(runner.clone / "slides-report")) == ["facts.md", "junit.xml", "report.html"]
    assert runner.output == "artifact=slides-1-of-1\ncarry=true\n"
    assert "::warning file=decks/osloregionen.yaml" in done.stdout
    assert "[Place]" not in done.stdout


def test_committed_decks_are_verified_and_never_replaced_by_cached_ones(runner: Runner) -> None:
    assert runner.run(arguments=ONE).returncode == 0
    assert runner.run(arguments=ONE, verify="true").returncode == 0
    assert "carry" not in runner.output
    assert runner.run(arguments=ONE.replace("Oslo S", "Moss"), verify="true").returncode == 1


@pytest.mark.parametrize("shard", ["", "1", "1/3; touch made", "1/3\ncarry=true", "$(touch made)"])
def test_an_invalid_shard_fails_and_runs_nothing(runner: Runner, shard: str) -> None:
    done = runner.run(shard=shard)
    assert (done.returncode, done.stdout.startswith("::error"), runner.output) == (1, True, "")
    assert not (runner.clone / "made").exists()


@pytest.mark.parametrize("words", ["$(touch made)", "`touch made`", "; touch made", "x.yaml && touch made", '"open'])
def test_arguments_are_never_executed_as_commands(runner: Runner, words: str) -> None:
    assert runner.run(arguments=words).returncode != 0
    assert not (runner.clone / "made").exists()


@pytest.mark.slow
def test_a_fresh_clone_installs_and_builds_through_the_action(tmp_path: Path) -> None:
    git("rev-parse", "HEAD")
    venv.create(tmp_path / "environment", with_pip=True)
    runner = Runner(tmp_path, tmp_path / "environment" / ("Scripts" if os.name == "nt" else "bin"))
    done = runner.run(shard="1/61")
    assert (done.returncode, runner.decks()) == (0, ["osloregionen-nb.pptx"]), done.stdout + done.stderr
