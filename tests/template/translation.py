"""Translates template.yaml as CloudFormation would, offline. Runs under SAM CLI's Python, not under pytest's.

Usage: python translation.py TEMPLATE. Prints the translated template as JSON.
"""

import json
import sys
from pathlib import Path

from samcli.yamlhelper import yaml_parse  # type: ignore[import-not-found]
from samtranslator.parser.parser import Parser  # type: ignore[import-not-found]
from samtranslator.translator.translator import Translator  # type: ignore[import-not-found]

LOCAL_PATHS = ("CodeUri", "ContentUri")


def main() -> None:
    """Translate the template named on the command line."""
    template = yaml_parse(Path(sys.argv[1]).read_text())
    for resource in template["Resources"].values():
        if resource["Type"].startswith("AWS::Serverless::"):
            properties = resource["Properties"]
            # What `sam deploy` uploads; the translator takes nothing else.
            properties.update(
                {path: f"s3://artifacts/{properties[path]}" for path in LOCAL_PATHS if path in properties}
            )
    # No map of managed policies: the template names none, and SAM's own need no look-up.
    print(json.dumps(Translator(None, Parser()).translate(template, {})))


main()
