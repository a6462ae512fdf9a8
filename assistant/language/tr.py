"""Turkish."""

from assistant.language.table import day_words, language

TABLE = language(
    "tr",
    yes="evet,",
    no="hayır,",
    stop="""ama ben beni benim bir biz bizim bu bunu çok çünkü da daha de değil diye en gibi hem her için ile ise ki
    mı mi mu mü o olan olarak onlar onu onun sen siz şu ve veya ya""",
    questions="kim kimin kime ne nedir zaman nerede nereye nereden neden niçin niye nasıl kaç hangi",
    negation="değil, yok, hiç, hiçbir, asla, olmadan, kimse, artık değil",
    planned="""olacak, edecek, yapacak, planlandı, planlıyorum, planlıyoruz, gerek, gerekiyor, lazım, istiyorum,
    yapılacak""",
    conditional="eğer, ise, belki, olabilir, muhtemelen, yoksa, şayet, acaba",
    limited="""sadece, yalnızca, yalnız, ancak, hariç, yerine, kısmen, genellikle, sınırlı, her zaman değil, ama,
    fakat""",
    denial="imkansız, başarısız, eksik, kaçırdı, reddetti, reddedildi, yasak, kaldırıldı, engeller",
    months="""ocak ocakta oca|şubat şubatta şub|mart martta mar|nisan nisanda nis|mayıs mayısta may|haziran
    haziranda haz| temmuz temmuzda tem|ağustos ağustosta ağu|eylül eylülde eyl|ekim ekimde eki|kasım kasımda
    kas|aralık aralıkta ara""",
    weekdays="pazartesi|salı|çarşamba|perşembe|cuma|cumartesi|pazar",
    shared="ocak mart may ekim aralık ara mar pazar kas salı haz tem",
    days=day_words(
        offsets={"evvelsi gün": -2, "önceki gün": -2, "dün": -1, "bugün": 0, "yarın": 1, "öbür gün": 2},
        last="geçen, geçtiğimiz, son, önceki",
        this="bu",
        next="gelecek, önümüzdeki",
        units={
            "day": "gün günü", "week": "hafta haftası haftada", "month": "ay ayı ayda",
            "quarter": "çeyrek çeyreğinde",
            "year": "yıl yılı yılında sene", "weekend": "hafta sonu, haftasonu",
        },
        ago="önce",
        ahead="sonra",
        numbers="bir|iki|üç|dört|beş|altı|yedi|sekiz|dokuz|on|on_bir|on_iki",
        before="",
        parts="başı, başında, başlarında|ortası, ortasında|sonu, sonunda, sonlarında",
        seasons="ilkbahar|yaz|sonbahar|kış",
        through="ile",
    ),
    never_ends="dr prof doç av bkz örn vb yy",
    before_number="no s cilt şekil",
    before_small="vs vb",
    dated="tarih oluşturulma oluşturuldu",
)  # fmt: skip
