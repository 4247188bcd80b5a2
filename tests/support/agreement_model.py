"""The rules R13 to R18 as a small model, for the service to be held against."""

from dataclasses import dataclass, field

ALLOCATED = 1000
OPEN = ("draft", "submitted", "signed_off", "changes_requested")


@dataclass
class Plan:
    status: str = "draft"
    amount: int = 1000
    signatures: dict[str, str] = field(default_factory=dict)


@dataclass
class Memorandum:
    status: str = "draft"
    signed: set[str] = field(default_factory=set)


@dataclass
class Model:
    """The rules R13 to R18 in as few words as they can be said."""

    partners: list[str]
    project: str = "set_up"
    allocated: int = ALLOCATED
    plans: list[Plan] = field(default_factory=list)
    unanswered: set[int] = field(default_factory=set)
    points: int = 0
    memoranda: list[Memorandum] = field(default_factory=list)
    tranches: list[tuple[int, str]] = field(default_factory=list)

    @property
    def in_force(self) -> bool:
        return any(plan.status == "approved" for plan in self.plans)

    def start(self) -> bool:
        if self.plans or Plan().amount > self.allocated:
            return False
        self.plans.append(Plan())
        return True

    def save(self, place: int, amount: int) -> bool:
        if self.plans[place].status != "draft" or amount > self.allocated:
            return False
        self.plans[place].amount = amount
        return True

    def submit(self, place: int) -> bool:
        plan = self.plans[place]
        if plan.status != "draft" or self.unanswered or plan.amount > self.allocated:
            return False
        self.plans[place].status = "submitted"
        self.plans[place].signatures = dict.fromkeys(self.partners, "awaited")
        return True

    def revise(self, place: int) -> bool:
        plan = self.plans[place]
        others_open = any(each.status in OPEN for each in self.plans)
        if plan.status in ("draft", "superseded") or (plan.status == "approved" and others_open):
            return False
        if plan.status != "approved":
            plan.status = "superseded"
        plan.signatures = dict.fromkeys(plan.signatures, "voided")
        self.plans.append(Plan(amount=plan.amount))
        return True

    def sign(self, place: int, of: str, by: str, said: str) -> bool:
        plan = self.plans[place]
        open_to_sign = plan.status == "submitted" and plan.signatures.get(of) in ("awaited", "declined")
        if of != by or not open_to_sign:
            return False
        plan.signatures[of] = said
        if set(plan.signatures.values()) == {"signed"}:
            plan.status = "signed_off"
        return True

    def review(self, place: int, asks: int) -> bool:
        plan = self.plans[place]
        if plan.status != "signed_off":
            return False
        if asks:
            plan.status = "changes_requested"
            self.unanswered |= set(range(self.points, self.points + asks))
            self.points += asks
            return True
        if plan.amount > self.allocated:
            return False
        for each in self.plans:
            each.status = "superseded" if each.status == "approved" else each.status
        plan.status = "approved"
        self.project = "plan_approved" if self.project == "set_up" else self.project
        return True

    def answer(self, point: int) -> bool:
        if point not in self.unanswered:
            return False
        self.unanswered.remove(point)
        return True

    def draft(self) -> bool:
        if self.memoranda or not self.in_force:
            return False
        self.memoranda.append(Memorandum())
        return True

    def amend(self, place: int) -> bool:
        drafts = any(each.status == "draft" for each in self.memoranda)
        if self.memoranda[place].status != "agreed" or drafts or not self.in_force:
            return False
        self.memoranda.append(Memorandum())
        return True

    def sign_memorandum(self, place: int, party: str) -> bool:
        memorandum = self.memoranda[place]
        if memorandum.status != "draft" or party in memorandum.signed:
            return False
        memorandum.signed.add(party)
        if len(memorandum.signed) == 3:
            for each in self.memoranda:
                each.status = "superseded" if each.status == "agreed" else each.status
            memorandum.status = "agreed"
            self.project = "mou_agreed" if self.project == "plan_approved" else self.project
        return True

    def allot(self, amount: int) -> bool:
        if amount < sum(pence for pence, _ in self.tranches):
            return False
        self.allocated = amount
        return True

    def plan_tranche(self, amount: int) -> bool:
        if sum(pence for pence, _ in self.tranches) + amount > self.allocated:
            return False
        self.tranches.append((amount, "planned"))
        return True

    def release(self, place: int) -> bool:
        amount, status = self.tranches[place]
        if status != "planned" or self.project != "mou_agreed":
            return False
        self.tranches[place] = (amount, "released")
        return True
