"""Korean."""

from assistant.language.table import day_words, language

TABLE = language(
    "ko",
    stop="그 이 저 것 수 등 및 또 또는 그리고 그러나 하지만 내 나 우리 있다 있는 하는 한",
    questions="""누구 누가 누구를 무엇 무엇을 무엇이 뭐 언제 어디 어디에 어디서 어디에서 왜 어떻게 얼마 얼마나 몇
    어느 어떤 무슨""",
    negation="않 않는 않았다 안 못 없다 없는 없었다 아니다 아닌 절대",
    planned="예정 계획 할 것 하겠다 해야 필요 하려고",
    conditional="만약 만일 면 아마 혹시 어쩌면 수도",
    phrases="",
    months="일월|이월|삼월|사월|오월|유월 육월|칠월|팔월|구월|시월 십월|십일월|십이월",
    weekdays="""월요일 월요일에|화요일 화요일에|수요일 수요일에|목요일 목요일에|금요일 금요일에|토요일
    토요일에|일요일 일요일에""",
    days=day_words(
        offsets={"그저께": -2, "그제": -2, "어제": -1, "오늘": 0, "내일": 1, "모레": 2},
        periods={
            "작년": "-1 year", "올해": "0 year", "내년": "1 year", "지난주": "-1 week", "지난주에": "-1 week",
            "이번주": "0 week", "이번주에": "0 week", "다음주": "1 week", "지난달": "-1 month",
            "지난달에": "-1 month", "이번달": "0 month", "다음달": "1 month"},
        last="지난, 지난번, 작",
        this="이번, 이, 올",
        next="다음",
        units={
            "day": "일 날", "week": "주 주일 주에", "month": "달 개월 달에 월", "quarter": "분기 분기에",
            "year": "해 년 해에", "weekend": "주말 주말에"},
        ago="전 전에",
        ahead="후 후에 뒤 뒤에",
        numbers="한 일|두 이|세 삼|네 사|다섯 오|여섯 육|일곱 칠|여덟 팔|아홉 구|열 십|열한|열두",
    ),
    dated="날짜 작성일 생성일 만든날짜",
)  # fmt: skip
