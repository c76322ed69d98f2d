"""The commands of the pages for people, carried out on the deployed stack."""

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from ops.local.environments import ROOT
from ops.local.stack import LocalStack


def commands_in(text: str) -> list[str]:
    """Return the blocks of commands of a page, in order."""
    return re.findall(r"^```sh\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def carried_out(deployed: LocalStack, commands: str, variables: Mapping[str, str] = {}, folder: Path = ROOT) -> str:
    """Run commands as a reader of the page would, and return what they said. Raises where one fails."""
    env = deployed.environment() | {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": f"{ROOT / 'layers/broadsheet'}{os.pathsep}{ROOT}",
        "STACK": str(deployed.facts["stack"]),
        "SITE_URL": deployed.site_url,
        "API_URL": deployed.api_url,
        "TOKEN": deployed.admin_token,
        **variables,
    }
    done = subprocess.run(
        ["sh", "-euc", commands], cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    return done.stdout
