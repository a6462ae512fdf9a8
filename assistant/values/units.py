"""Units and currencies by how they are written, with what one of them is in its base unit."""

from decimal import Decimal

#: Base unit and factor of a unit, with every way it is written.
_UNITS: tuple[tuple[str, str, str], ...] = (
    (
        "s",
        "1",
        "seconds second secs sec s Sekunden Sekunde Sek "
        "秒 秒钟 segundos segundo secondes seconde secondi секунд секунды",
    ),
    ("s", "60", "minutes minute mins min Minuten Minute 分钟 minutos minuto minuti минут минуты минута 分間"),
    ("s", "3600", "hours hour hrs hr h Stunden Stunde Std 小时 钟头 horas hora heures heure ore часов часа час 時間"),
    ("s", "86400", "days day Tage Tagen Tag 天 días día jours jour giorni дней дня 日間"),
    (
        "s",
        "604800",
        "weeks week Wochen Woche 周 星期 semanas semana semaines semaine settimane недель недели неделя 週間",
    ),
    ("month", "1", "months month Monate Monaten Monat 月 meses mes mois mesi месяцев месяца месяц か月 ヶ月 カ月"),
    ("month", "12", "years year yrs yr Jahre Jahren Jahr 年 años año ans anni лет года год"),
    ("m", "0.001", "millimeters millimetres mm Millimeter 毫米 milímetros мм ミリ"),
    ("m", "0.01", "centimeters centimetres cm Zentimeter 厘米 centímetros centimètres см センチ"),
    ("m", "1", "meters metres meter metre m Meter Metern 米 metros metro mètres mètre metri метров метра м メートル"),
    (
        "m",
        "1000",
        "kilometers kilometres kilometer kilometre kms km Kilometer Kilometern 公里 "
        "千米 kilómetros kilómetro kilomètres kilomètre километров километра км キロメートル",
    ),
    ("mile", "1", "miles mile mi Meilen Meile 英里"),
    ("foot", "1", "feet foot ft 英尺"),
    ("inch", "1", "inches inch Zoll 英寸"),
    ("g", "1000000", "tonnes tonne tons ton Tonnen Tonne toneladas тонн 吨"),
    ("g", "0.001", "milligrams mg Milligramm 毫克"),
    ("g", "1", "grams gram g Gramm 克 gramos gramo grammes gramme grammi граммов грамм г グラム"),
    (
        "g",
        "1000",
        "kilograms kilogram kilos kilo kgs kg Kilogramm Kilo "
        "公斤 千克 kilogramos kilogrammes килограммов килограмма кг キログラム",
    ),
    ("lb", "1", "pounds pound lbs lb"),
    ("oz", "1", "ounces ounce oz"),
    ("l", "0.01", "cl Zentiliter centilitres centilitros"),
    ("l", "0.1", "dl Deziliter décilitres decilitros"),
    ("l", "0.001", "milliliters millilitres ml Milliliter 毫升 mililitros мл ミリリットル"),
    ("l", "1", "liters litres liter litre l Liter Litern 升 litros litro litri литров литра литр л リットル"),
    ("cup", "1", "cups cup Tassen Tasse 杯"),
    ("tbsp", "1", "tablespoons tablespoon tbsp EL"),
    ("tsp", "1", "teaspoons teaspoon tsp TL"),
    ("%", "1", "% ％ percent Prozent процентов процента パーセント"),
    ("°C", "1", "°C ℃"),
    ("°F", "1", "°F ℉"),
    ("°", "1", "° degrees degree Grad 度 grados degrés градусов градуса"),
    ("kcal", "1", "kcal calories Kalorien 千卡"),
    ("kWh", "1", "kWh"),
    ("W", "1", "watts watt W"),
    ("m²", "1", "m² sqm qm Quadratmeter 平方米 m2 平米"),
    ("km/h", "1", "km/h kph"),
    ("mph", "1", "mph"),
    ("bpm", "1", "bpm"),
    ("KB", "1", "kB KB"),
    ("MB", "1", "MB"),
    ("GB", "1", "GB"),
    ("TB", "1", "TB"),
    ("rep", "1", "reps rep repetitions Wiederholungen"),
    ("set", "1", "sets Sätze"),
    ("x", "1", "times x mal Mal 次"),
    ("px", "1", "px pixels"),
)
#: Currency, or currencies that share a sign, with every way it is written.
_CURRENCIES: tuple[tuple[str, str], ...] = (
    ("USD", "US$ USD $ dollars dollar bucks Dollar dólares dólar долларов доллара 美元 ドル"),
    ("EUR", "EUR € euros euro Euro 欧元 евро ユーロ"),
    ("GBP", "GBP £ 英镑"),
    ("CHF", "CHF Franken francs"),
    ("CNY", "CNY RMB yuan 元 块 人民币"),
    ("JPY", "JPY yen 日元 円"),
    ("CNY JPY", "¥ ￥"),
    ("INR", "INR ₹ rupees"),
    ("RUB", "RUB ₽ рублей рубля рубль руб"),
    ("SEK", "SEK kronor"),
    ("NOK", "NOK"),
    ("DKK", "DKK"),
    ("SEK NOK DKK", "kr"),
    ("PLN", "PLN zł"),
    ("CZK", "CZK Kč"),
    ("CAD", "CAD"),
    ("AUD", "AUD"),
    ("MXN", "MXN pesos"),
    ("BRL", "BRL R$ reais"),
    ("TRY", "TRY ₺"),
    ("KRW", "KRW ₩"),
    ("HKD", "HKD 港币 港元"),
    ("cent", "cents Cent"),
)

#: Units of several words.
_PHRASES = {
    "m²": "square metres, square meters, metros cuadrados, mètres carrés, кв. м, кв м",
    "°C": "degrees Celsius, degrees C, ° C, Grad Celsius, grados centígrados, degrés Celsius",
    "°F": "degrees Fahrenheit, ° F",
    "%": "per cent, por ciento, pour cent",
}
#: What is written -> base unit and factor.
UNITS = {word: (base, Decimal(factor)) for base, factor, words in _UNITS for word in words.split()}
UNITS |= {phrase: (base, Decimal(1)) for base, phrases in _PHRASES.items() for phrase in phrases.split(", ")}
#: What is written -> currency.
CURRENCIES = {word: code for code, words in _CURRENCIES for word in words.split()}
#: Words that multiply the number before them.
SCALES = {
    "k": 1000, "K": 1000, "hundred": 100, "thousand": 1000, "million": 10**6, "millions": 10**6, "billion": 10**9,
    "dozen": 12, "hundert": 100, "tausend": 1000, "Millionen": 10**6, "Million": 10**6, "Mio": 10**6,
    "Milliarden": 10**9, "Milliarde": 10**9, "Mrd": 10**9, "万": 10**4, "亿": 10**8,
}  # fmt: skip
#: What is counted in Chinese with the number right before it.
ZH_COUNTED = "室厅层份个位名次天年月周岁元块本件条台张页分秒点人种家部辆只间项届轮倍"
