"""`flask forum …`: each command a few lines over a function elsewhere."""

from forum.cli import exchange, law, searching, site, texts, upkeep
from forum.cli.console import Console

forum = Console("forum", help="Everything the forum can be asked from a console.")

for _command in (
    site.migrate,
    site.serve,
    site.run_worker,
    site.admin,
    site.take_factors,
    site.seed_content,
    site.demo_data,
    exchange.take_in,
    exchange.give_out,
    texts.render,
    texts.cite,
    law.law,
    law.rerender,
    searching.search,
    searching.search_eval,
    searching.reindex,
    upkeep.check,
):
    forum.add_command(_command)
