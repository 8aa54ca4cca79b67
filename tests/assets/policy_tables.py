"""Who each rule of the starter's policies is for: a table of people for each, a line of facts for each person.

``-fact`` is a no, ``fact=low..high`` a number known in part; what follows ``|`` is the fact that decides what is open.
"""

from __future__ import annotations

_HARD = """
    yes      work=jobless registered -recognised disabled retire=200
    yes      work=planning registered -recognised low_income retire=200
    yes      work=jobless registered -recognised zero_job retire=200
    yes      work=jobless registered -recognised land_lost retire=200
    yes      work=jobless registered -recognised enrolled=12 retire=200
    yes      work=jobless registered -recognised age=50 retire=200
    yes      work=jobless registered -recognised age=40 sex=woman retire=200
    missing  work=jobless -registered -recognised age=55 retire=60
    no       work=employed registered -recognised disabled
    no       work=jobless registered recognised disabled
    no       work=jobless registered -recognised disabled age=63 retire=0
    no       {none} age=40 sex=man
    no       {none} age=39 sex=woman
    open     registered -recognised disabled retire=200           | work
    open     work=jobless registered -recognised disabled         | retire
    open     work=jobless -recognised disabled retire=200         | registered
    open     work=jobless registered disabled retire=200          | recognised
    open     {no_but[disabled]} age=30 retire=200                 | disabled
    open     {no_but[low_income]} age=30 retire=200               | low_income
    open     {no_but[zero_job]} age=30 retire=200                 | zero_job
    open     {no_but[land_lost]} age=30 retire=200                | land_lost
    open     {no_but[other_hardship]} age=30 retire=200           | other_hardship
    open     {no_but[enrolled]} age=30 retire=200                 | enrolled
    open     {none} retire=200                                    | age
    open     {none} age=45 retire=200                             | sex
"""


def _hard(*facts: str) -> str:
    """Return the table of a province's list of who is hard to place."""
    signs = {"disabled", "low_income", "zero_job", "land_lost", "other_hardship", *facts}
    plain = "work=jobless registered -recognised"

    def without(left_out: str) -> str:
        return " ".join(
            [plain, *(f"-{one}" for one in sorted(signs - {left_out})), *["enrolled=3"] * (left_out != "enrolled")]
        )

    no_but = {one: without(one) for one in (*signs, "enrolled")}
    lines = [
        line
        for one in facts
        for line in (f"yes {plain} {one} retire=200", f"open {no_but[one]} age=30 retire=200 | {one}")
    ]
    return "\n".join((_HARD.format(none=without(""), no_but=no_but), *lines))


TABLES = {
    "01-unemployment-registration": """
        yes      work=jobless -registered age=30 retire=300
        yes      work=planning -registered graduate since=10
        no       work=employed -registered age=30 retire=300
        no       work=jobless registered age=30 retire=300
        no       work=jobless -registered -graduate age=15 retire=560
        no       work=jobless -registered -graduate age=66 retire=-40
        no       work=jobless -registered graduate since=300 age=66 retire=-40
        open     -registered age=30 retire=300                      | work
        open     work=jobless age=30 retire=300                     | registered
        open     work=jobless -registered -graduate retire=300      | age
        open     work=jobless -registered -graduate age=58          | retire
        open     work=jobless -registered age=66 retire=-40         | graduate
        open     work=jobless -registered graduate age=66 retire=-4 | since
    """,
    "02a-hard-to-place-shandong": _hard("single_parent"),
    "02b-hard-to-place-jiangsu": _hard("veteran", "relieved"),
    "02c-hard-to-place-anhui": _hard("single_parent"),
    "03-unemployment-benefit": """
        yes      work=jobless insured=1..4 involuntary -drawing registered
        yes      work=planning insured=10.. involuntary -drawing registered
        missing  work=jobless insured=5..9 involuntary -drawing -registered retire=1
        no       work=jobless insured=5..9 involuntary -drawing -registered retire=0
        no       work=jobless insured=0 involuntary -drawing registered
        no       work=jobless insured=0..0.9 involuntary -drawing registered
        no       work=jobless insured=5..9 -involuntary -drawing registered
        no       work=flexible insured=5..9 involuntary -drawing registered
        no       work=jobless insured=5..9 involuntary drawing registered
        open     insured=1..4 involuntary -drawing registered       | work
        open     work=jobless involuntary -drawing registered       | insured
        open     work=jobless insured=0..2 involuntary -drawing registered| insured
        open     work=jobless insured=1..4 -drawing registered      | involuntary
        open     work=jobless insured=1..4 involuntary registered   | drawing
        open     work=jobless insured=1..4 involuntary -drawing     | registered
        open     work=jobless insured=1..4 involuntary -drawing -registered| retire
    """,
    "03b-benefit-until-retirement": """
        yes      drawing retire=11
        yes      drawing retire=0
        no       drawing retire=12
        no       drawing retire=-1
        no       -drawing retire=5
        open     retire=5                                           | drawing
        open     drawing                                            | retire
        open     drawing retire=6..18                               | retire
    """,
    "03c-benefit-veterans": """
        yes      veteran work=jobless insured=0 -drawing registered
        yes      veteran work=planning insured=0..0.9 -drawing registered
        missing  veteran work=jobless insured=0 -drawing -registered retire=1
        no       veteran work=jobless insured=0 -drawing -registered retire=0
        no       -veteran work=jobless insured=0 -drawing registered
        no       veteran work=employed insured=0 -drawing registered
        no       veteran work=jobless insured=1..4 -drawing registered
        no       veteran work=jobless insured=0 drawing registered
        open     work=jobless insured=0 -drawing registered         | veteran
        open     veteran insured=0 -drawing registered              | work
        open     veteran work=jobless -drawing registered           | insured
        open     veteran work=jobless insured=0 registered          | drawing
        open     veteran work=jobless insured=0 -drawing            | registered
        open     veteran work=jobless insured=0 -drawing -registered| retire
    """,
    "03d-allowance-rural-workers": """
        yes      migrant work=jobless insured=1..4 involuntary
        no       -migrant work=jobless insured=1..4 involuntary
        no       migrant work=flexible insured=1..4 involuntary
        no       migrant work=jobless insured=0 involuntary
        no       migrant work=jobless insured=1..4 -involuntary
        open     work=jobless insured=1..4 involuntary              | migrant
        open     migrant insured=1..4 involuntary                   | work
        open     migrant work=jobless involuntary                   | insured
        open     migrant work=jobless insured=1..4                  | involuntary
    """,
    "05a-insurance-hard-to-place": """
        yes      recognised work=flexible own_insurance retire=90
        yes      recognised work=platform own_insurance retire=90
        missing  recognised work=jobless retire=90
        missing  recognised work=flexible -own_insurance retire=90
        missing  -recognised disabled work=flexible own_insurance retire=90
        missing  -recognised enrolled=14 work=flexible -own_insurance retire=90
        no       -recognised -disabled -hard_family enrolled=3 work=flexible own_insurance
        no       recognised work=employed
        open     work=flexible own_insurance disabled retire=90     | recognised
        open     recognised own_insurance retire=90                 | work
        open     recognised work=flexible retire=90                 | own_insurance
        open     -recognised -hard_family enrolled=3 work=flexible own_insurance retire=90| disabled
        open     -recognised -disabled enrolled=3 work=flexible own_insurance retire=90| hard_family
        open     -recognised -disabled -hard_family work=flexible own_insurance retire=90| enrolled
        no       recognised work=flexible own_insurance retire=0
        open     recognised work=flexible own_insurance             | retire
    """,
    "05b-insurance-graduates": """
        yes      since=22 work=flexible own_insurance
        yes      since=24 work=platform own_insurance
        missing  since=22 work=jobless
        missing  since=3 work=flexible -own_insurance
        no       since=25 work=flexible own_insurance
        no       since=never work=flexible own_insurance
        no       since=10 work=employed
        open     work=flexible own_insurance                        | since
        open     since=20..30 work=flexible own_insurance           | since
        open     since=22 own_insurance                             | work
        open     since=22 work=flexible                             | own_insurance
    """,
    "06-employer-insurance": """
        yes      work=jobless recognised retire=1
        yes      work=jobless -recognised since=24
        no       work=employed recognised
        no       work=jobless -recognised since=25
        no       work=jobless -recognised since=never
        open     recognised retire=90                               | work
        open     work=jobless since=30 retire=90                    | recognised
        open     work=jobless -recognised                           | since
        no       work=jobless recognised since=never retire=0
        open     work=jobless recognised since=never                | retire
    """,
    "07-public-welfare-post": """
        yes      work=jobless recognised retire=90
        missing  work=jobless -recognised disabled retire=90
        missing  work=planning -recognised hard_family retire=90
        missing  work=jobless -recognised enrolled=12 retire=90
        no       work=jobless -recognised -disabled -hard_family enrolled=11
        no       work=flexible recognised
        open     recognised retire=90                               | work
        open     work=jobless disabled retire=90                    | recognised
        open     work=jobless -recognised -hard_family enrolled=0 retire=90| disabled
        open     work=jobless -recognised -disabled enrolled=0 retire=90| hard_family
        open     work=jobless -recognised -disabled -hard_family retire=90| enrolled
        no       work=jobless recognised retire=0
        open     work=jobless recognised                            | retire
    """,
    "08-job-seeking-allowance": """
        yes      leaving_school low_income
        yes      leaving_school zero_job
        yes      leaving_school relieved
        yes      leaving_school disabled
        yes      leaving_school loan
        no       -leaving_school loan
        no       leaving_school -low_income -zero_job -relieved -disabled -loan
        open     loan                                               | leaving_school
        open     leaving_school -zero_job -relieved -disabled -loan | low_income
        open     leaving_school -low_income -relieved -disabled -loan| zero_job
        open     leaving_school -low_income -zero_job -disabled -loan| relieved
        open     leaving_school -low_income -zero_job -relieved -loan| disabled
        open     leaving_school -low_income -zero_job -relieved -disabled| loan
    """,
    "09-start-up-allowance": """
        yes      work=business recognised trading=12
        yes      work=business -recognised returned trading=30
        yes      work=business -recognised -returned since=20 trading=12
        missing  work=business recognised trading=0..11
        missing  work=planning recognised trading=never
        no       work=jobless recognised trading=never
        no       work=business -recognised -returned since=never trading=12
        open     recognised trading=12                              | work
        open     work=business -returned since=never trading=12     | recognised
        open     work=business -recognised since=never trading=12   | returned
        open     work=business -recognised -returned trading=12     | since
        open     work=business recognised                           | trading
    """,
    "10-start-up-loan": """
        yes      work=planning veteran
        yes      work=business disabled
        yes      work=planning returned
        yes      work=business village_or_online
        yes      work=planning relieved
        yes      work=planning since=60
        yes      work=planning registered
        missing  work=planning {none} -registered retire=200
        no       work=planning {none} -registered retire=-1
        no       work=business {none} -registered retire=200
        no       work=jobless veteran
        open     veteran                                            | work
        open     work=business {none-veteran} -registered           | veteran
        open     work=business {none-disabled} -registered          | disabled
        open     work=business {none-returned} -registered          | returned
        open     work=business {none-village_or_online} -registered | village_or_online
        open     work=business {none-relieved} -registered          | relieved
        open     work=business {none-since} -registered             | since
        open     work=planning {none} retire=200                    | registered
        open     work=planning {none} -registered                   | retire
    """,
    "11-skill-allowance": """
        yes      insured=1..4 cert=0..3
        yes      insured=0 drawing cert=12
        no       insured=0 -drawing cert=2
        no       insured=10.. cert=13
        no       insured=10.. cert=never
        open     cert=2 -drawing                                    | insured
        open     cert=2 insured=0                                   | drawing
        open     insured=1..4                                       | cert
    """,
    "12-training-allowance": """
        yes      migrant
        yes      -migrant low_income
        yes      -migrant relieved
        yes      -migrant zero_job
        yes      -migrant leaving_school
        yes      {none} work=jobless registered
        missing  {none} work=jobless -registered retire=1
        no       {none} work=jobless -registered retire=0
        no       {none} work=employed -registered
        open     -low_income -relieved -zero_job -leaving_school work=employed| migrant
        open     -migrant -relieved -zero_job -leaving_school work=employed| low_income
        open     -migrant -low_income -zero_job -leaving_school work=employed| relieved
        open     -migrant -low_income -relieved -leaving_school work=employed| zero_job
        open     -migrant -low_income -relieved -zero_job work=employed| leaving_school
        open     {none} registered                                  | work
        open     {none} work=jobless                                | registered
        open     {none} work=jobless -registered                    | retire
    """.replace("{none}", "-migrant -low_income -relieved -zero_job -leaving_school"),
    "13-traineeship": """
        yes      work=jobless since=24
        yes      work=jobless since=never age=16 registered
        yes      work=jobless since=never age=24 registered
        missing  work=jobless since=never age=20 -registered
        no       work=jobless since=25 age=25 registered
        no       work=employed since=3 age=22
        open     since=3                                            | work
        open     work=jobless age=30                                | since
        open     work=jobless since=never registered                | age
        open     work=jobless since=never age=20                    | registered
    """,
    "14-tax-business": """
        yes      work=business enrolled=6
        yes      work=business low_income
        yes      work=business zero_job
        yes      work=business relieved
        yes      work=business graduation_year
        missing  work=planning enrolled=7
        no       work=jobless enrolled=7
        no       work=business {none}
        open     low_income                                         | work
        open     work=business {none-enrolled}                      | enrolled
        open     work=business {none-low_income}                    | low_income
        open     work=business {none-zero_job}                      | zero_job
        open     work=business {none-relieved}                      | relieved
        open     work=business {none-graduation_year}               | graduation_year
    """,
    "15-tax-veterans": """
        yes      veteran work=business
        missing  veteran work=planning
        no       -veteran work=business
        no       veteran work=jobless
        open     work=business                                      | veteran
        open     veteran                                            | work
    """,
    "16-veterans-service": """
        yes      veteran
        yes      veteran work=employed
        yes      veteran work=resting age=70
        no       -veteran
        no       -veteran work=jobless
        open     work=jobless                                       | veteran
    """,
    "17-ex-fishers": """
        yes      fisher
        yes      fisher work=flexible
        yes      fisher age=51 disabled
        no       -fisher
        no       -fisher migrant
        open     migrant                                            | fisher
    """,
    "18-disabled-service": """
        yes      disabled
        yes      disabled work=employed
        yes      disabled age=70
        no       -disabled
        no       -disabled hard_family
        open     work=jobless                                       | disabled
    """,
    "19-zero-job-family": """
        yes      zero_job work=jobless
        yes      zero_job work=planning
        no       -zero_job work=jobless
        no       zero_job work=employed
        open     work=jobless                                       | zero_job
        open     zero_job                                           | work
    """,
    "20-platform-injury": """
        yes      work=platform
        yes      work=platform migrant
        no       work=flexible
        no       work=jobless
        no       work=employed
        open     migrant                                            | work
    """,
    "21-flexible-posts-carers": """
        yes      carer
        yes      carer work=jobless sex=man
        yes      carer work=flexible sex=woman
        no       -carer
        no       -carer sex=woman
        open     sex=woman                                          | carer
    """,
    "22-graduates-service": """
        yes      graduate
        yes      graduate since=70
        yes      graduate leaving_school
        no       -graduate
        no       -graduate since=never
        open     age=22                                             | graduate
    """,
    "23-student-loan": """
        yes      loan since=0
        yes      loan since=30
        no       -loan since=30
        no       loan since=never
        open     since=30                                           | loan
        open     loan                                               | since
    """,
    "24-wage-rights": """
        yes      work=employed
        yes      work=flexible
        yes      work=platform
        no       work=jobless
        no       work=resting
        open     age=40                                             | work
    """,
    "25-employer-expansion": """
        yes      work=jobless since=24
        yes      work=jobless since=never age=24 registered
        missing  work=jobless since=never age=20 -registered
        no       work=jobless since=30 age=30
        no       work=employed since=3
        open     since=3                                            | work
        open     work=jobless age=30                                | since
        open     work=jobless since=never registered                | age
        open     work=jobless since=never age=20                    | registered
    """,
}
NOTHING = {
    "10-start-up-loan": ("-veteran", "-disabled", "-returned", "-village_or_online", "-relieved", "since=61"),
    "14-tax-business": ("enrolled=3", "-low_income", "-zero_job", "-relieved", "-graduation_year"),
}
"""Of whom ``{none}`` is said: none of what a rule asks for is so."""
