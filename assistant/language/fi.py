"""Finnish."""

from assistant.language.table import day_words, language

_MONTHS = "tammi helmi maalis huhti touko kesä heinä elo syys loka marras joulu".split()
_DAYS = "maanantai tiistai keskiviikko torstai perjantai lauantai sunnuntai".split()


def _forms(stem: str, ending: str, cases: str) -> str:
    return " ".join(f"{stem}{ending}{case}" for case in cases.split(","))


TABLE = language(
    "fi",
    yes="kyllä, joo,",
    no="ei,",
    stop="""ei en eivät et että ettei hän hänen he ja jo joka jos kun kuin kanssa me minä minun mutta myös ne niin nyt
    olen oli olin on ovat se sen siitä sillä sinä sitten tai te tämä tämän vai vain""",
    questions="kuka ketkä kenen mikä mitkä mitä milloin koska missä mihin mistä miksi miten kuinka",
    negation="ei, en, et, emme, ette, eivät, ei koskaan, ilman, kukaan, mikään, ei enää",
    planned="aion, aikoo, aiomme, pitää, täytyy, suunnitteilla, suunniteltu, tarkoitus, haluan, tehtävä",
    conditional="jos, ellei, mikäli, ehkä, kenties, voisi, pitäisi, olisi, muuten, mahdollisesti",
    limited="""vain, ainoastaan, paitsi, sen sijaan, osittain, yleensä, rajoitettu, eivät kaikki, ei aina, ei
    välttämättä, mutta, kuitenkin, vaikka""",
    denial="mahdotonta, epäonnistui, epäonnistuu, puuttuu, puuttui, kieltäytyi, kielletty, poistettu, hylätty, estää",
    months="|".join(_forms(stem, "kuu", ",n,ta,ssa,lta") for stem in _MONTHS),
    weekdays="|".join(_forms(stem, "", ",na,n") for stem in _DAYS),
    days=day_words(
        offsets={"toissapäivänä": -2, "eilen": -1, "tänään": 0, "huomenna": 1, "ylihuomenna": 2},
        last="viime",
        this="tämä tämän tänä tällä tässä",
        next="ensi",
        units={
            "day": "päivä päivää päivän", "week": "viikko viikkoa viikon viikolla",
            "month": "kuukausi kuukautta kuukauden kuussa",
            "quarter": "neljännes neljänneksellä", "year": "vuosi vuotta vuoden vuonna",
            "weekend": "viikonloppu viikonloppuna",
        },
        ago="sitten",
        ahead="päästä, kuluttua",
        numbers="""yksi
        yhden|kaksi|kolme|neljä|viisi|kuusi|seitsemän|kahdeksan|yhdeksän|kymmenen|yksitoista|kaksitoista""",
    ),
    never_ends="esim ts eli ym n prof tri",
    before_number="nro s luku kuva",
    before_small="jne yms ym",
    dated="päivä päivämäärä luotu",
)  # fmt: skip
