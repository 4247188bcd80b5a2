"""Two items that make the smallest menu there can be."""

ITEM = {
    "code": "one", "title": "One", "kind": "training", "strand": "tailored_support", "domains": ["mental_health"],
    "professions": [], "audience": "whole_school", "usual_hours": 2, "evidence_summary": "It helps.",
    "offers": ["full"],
}  # fmt: skip
OTHER = ITEM | {"code": "two", "strand": "parent_carer_engagement"}
