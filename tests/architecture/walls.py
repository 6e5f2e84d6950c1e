"""The walls that imports cannot see: each is a function from the modules of the program to the faults in them."""

import ast
from collections.abc import Callable, Sequence

from tests.architecture import finding
from tests.architecture.sources import (
    SURROUNDINGS,
    Module,
    classes_of,
    dotted,
    functions_of,
    has_ending,
    imported_names,
    methods_of,
    references,
)

Wall = Callable[[Sequence[Module]], list[str]]

DYNAMIC = frozenset({"get_model", "import_module", "import_string", "__import__"})
RAW_SQL_METHODS = frozenset({"cursor", "raw", "extra"})
RAW_SQL_NAMES = frozenset({"RawSQL", "RunSQL"})
CLOCKS = frozenset(
    "timezone.now timezone.localdate timezone.localtime datetime.now datetime.utcnow datetime.today date.today "
    "time.time time.time_ns functions.Now".split()
)
CONDITIONS = frozenset({"Q", "Exists", "OuterRef", "Case", "When"})
CLOCK_FIELDS = frozenset({"auto_now", "auto_now_add"})
OVERRIDES = frozenset({"save", "clean", "full_clean"})
BANNED = frozenset(
    "manager managers helper helpers util utils handler handlers processor processors base common misc data info do "
    "perform force flag flags".split()
)


def relations_across_areas_are_hidden(modules: Sequence[Module]) -> list[str]:
    """A foreign key to another area is a string with `related_name="+"`: no look-up walks back through it."""
    return [
        module.fault(relation, f"{ast.unparse(relation)} is not a string with related_name='+'")
        for module in modules
        if module.room not in SURROUNDINGS
        for relation in finding.relations_of(module)
        if finding.is_foreign(module, relation) and not finding.is_hidden(relation)
    ]


def look_ups_do_not_spell_hidden_relations(modules: Sequence[Module]) -> list[str]:
    """Nothing spells `__+__`: it would walk back through a relation that `related_name="+"` hides."""
    return finding.strings(modules, r"__\+|\+__", "walks through a hidden relation")


def nothing_is_imported_by_its_name(modules: Sequence[Module]) -> list[str]:
    """No `get_model` and no `import_module`: an import that cannot be read is a door in a wall."""
    return [
        *finding.names(modules, DYNAMIC, "reaches code without an import"),
        *finding.imports(modules, ("importlib.import_module", "django.utils.module_loading")),
    ]


def raw_sql_stays_in_store(modules: Sequence[Module]) -> list[str]:
    """SQL is written in store and in migrations only."""
    elsewhere = [module for module in modules if module.room != "store"]
    told = "is raw SQL: it belongs to store"
    return [
        *finding.method_calls(elsewhere, RAW_SQL_METHODS, told),
        *finding.names(elsewhere, RAW_SQL_NAMES, told),
    ]


def tables_are_queried_by_their_area(modules: Sequence[Module]) -> list[str]:
    """`Paper.objects` is written in exams only, however the name came."""
    return [
        module.fault(node, f"{dotted(node)} queries another area's table")
        for module in modules
        for node in module.nodes
        if isinstance(node, ast.Attribute) and node.attr == "objects"
        if not module.owns(dotted(node.value))
    ]


def the_web_asks_in_the_words_of_areas(modules: Sequence[Module]) -> list[str]:
    """What a row has to fulfil is said by the queries of its area; `web.shared.listing` alone joins that."""
    elsewhere = [module for module in modules if module.room == "web" and module.name != "web.shared.listing"]
    return [
        module.fault(node, f"{name} belongs to the queries of an area")
        for module in elsewhere
        for node, name in (*references(module), *imported_names(module))
        if name.startswith("django.db.models.") and has_ending(name, CONDITIONS)
    ]


def there_is_no_admin(modules: Sequence[Module]) -> list[str]:
    """No Django admin: it shows every table to whoever enters."""
    return [
        *finding.strings(modules, r"django\.contrib\.admin", "shows every table"),
        *finding.imports(modules, ("django.contrib.admin",)),
    ]


def there_are_no_signals(modules: Sequence[Module]) -> list[str]:
    """No signals: an act says all it does."""
    roots = ("django.dispatch", "django.db.models.signals", "django.core.signals", "django.contrib.auth.signals")
    return finding.imports(modules, roots)


def nothing_is_ordered_by_default(modules: Sequence[Module]) -> list[str]:
    """No `Meta.ordering`: a query that needs an order says so."""
    return [
        module.fault(statement, "an order by default hides in every query")
        for module in modules
        for node in classes_of(module)
        if node.name == "Meta"
        for statement in node.body
        if isinstance(statement, ast.Assign) and "ordering" in [dotted(target) for target in statement.targets]
    ]


def the_clock_is_read_at_the_edge(modules: Sequence[Module]) -> list[str]:
    """When is an argument: only web and commands read the clock, and no table does."""
    inside = [module for module in modules if module.room not in {"web", "commands"}]
    return [
        *finding.names(inside, CLOCKS, "reads the clock: take `at=`"),
        *finding.keywords(modules, CLOCK_FIELDS, "reads the clock in the table"),
    ]


def models_hold_no_logic(modules: Sequence[Module]) -> list[str]:
    """No `save()` and no `clean()` of our own: acts are services, rules are functions."""
    return [
        module.fault(method, f"{node.name}.{method.name} hides a decision")
        for module in modules
        for node in classes_of(module)
        for method in methods_of(node)
        if method.name in OVERRIDES
    ]


def names_say_what_things_are(modules: Sequence[Module]) -> list[str]:
    """No name is made of a word that says nothing."""
    return [
        module.fault(node, f"{name} is made of a banned word")
        for module in modules
        for node, name in finding.given_names(module)
        if finding.words_of(name) & BANNED or name.endswith("Service")
    ]


def imports_stand_at_the_top(modules: Sequence[Module]) -> list[str]:
    """No import inside a function: it hides a cycle."""
    return [
        module.fault(node, "an import inside a function hides a cycle")
        for module in modules
        for function in functions_of(module)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]


def the_key_is_reached_by_one_door(modules: Sequence[Module]) -> list[str]:
    """Where the anonymity key lies is known in `store.key_file` only, and in the settings."""
    elsewhere = [module for module in modules if module.name != "store.key_file" and module.room != "config"]
    told = "reaches the key past store.key_file"
    return [
        *finding.names(elsewhere, frozenset({"MASSICOT_ANONYMITY_KEY_FILE"}), told),
        *finding.imports(elsewhere, ("massicot.core.keys.read_key_file", "massicot.core.keys.make_key_file")),
    ]


def rules_open_with_a_paragraph(modules: Sequence[Module]) -> list[str]:
    """A module of rules opens with what a clerk would agree with."""
    return [
        module.fault(module.tree, "a module of rules opens with its paragraph")
        for module in modules
        if "rules" in module.name.split(".") and not ast.get_docstring(module.tree)
    ]


def what_is_called_stands_on_a_line_of_its_own(modules: Sequence[Module]) -> list[str]:
    """No `a, b = f(), g()`: two lines fit no budget better, and each is read."""
    return [
        module.fault(node, f"{ast.unparse(node)} is {len(node.value.elts)} lines")
        for module in modules
        for node in module.nodes
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Tuple) and isinstance(node.value, ast.Tuple)
        if any(isinstance(part, ast.Call) for part in ast.walk(node.value)) and not finding.is_exchange(node)
    ]


WALLS: tuple[Wall, ...] = (
    relations_across_areas_are_hidden,
    look_ups_do_not_spell_hidden_relations,
    nothing_is_imported_by_its_name,
    raw_sql_stays_in_store,
    tables_are_queried_by_their_area,
    the_web_asks_in_the_words_of_areas,
    there_is_no_admin,
    there_are_no_signals,
    nothing_is_ordered_by_default,
    the_clock_is_read_at_the_edge,
    models_hold_no_logic,
    names_say_what_things_are,
    imports_stand_at_the_top,
    the_key_is_reached_by_one_door,
    rules_open_with_a_paragraph,
    what_is_called_stands_on_a_line_of_its_own,
)
