"""Sandbox mode (`PINS_SANDBOX=true`): made-up data by name, a clock the caller sets, problems on demand.

Nothing of it is reachable when the setting is off: neither routes nor layers are put in. See docs/guide/sandbox.md.
"""
