"""Words that carry no weight in a question, by language."""

ENGLISH = """a about after all also am an and any are as at be been before being but by can could did do does doing done
for from get give had has have having he her hers him his how i if in into is it its just may me might mine more most
my no not of on or our ours out over please say says shall she should show so some such tell than that the their them
then there these they this those to up us was we were what when where which while who whom whose why will with would
you yes your yours am't isn't wasn't don't doesn't didn't i'm i've it's what's who's where's when's how's"""

GERMAN = """aber als am an auch auf aus bei bin bis da das dass dem den denn der des dich die dies diese dieser dieses
doch du durch ein eine einem einen einer eines er es euch für gab gibt hab habe haben hat hatte hatten ich ihm ihn ihr
ihre im in ist ja nein kann können man mein meine mich mir mit muss nach nicht noch nur ob oder ohne sein seine sich sie
sind so soll über um und uns unser unsere unter vom von vor wann war waren warum was welche welcher welches wem wen
wenn wer werden weshalb wie wieso wieviel will wir wird wo wohin womit wurde wurden zu zum zur"""

FRENCH = """à au aux avec ce ces cette comment dans de des du elle en est et eu été il ils je la le les leur lui
ma mais me mes mon ne non nous on où oui ou par pas pour pourquoi qu quand que quel quelle quelles quels qui
quoi sa se ses son sont sur ta te tes toi ton tu un une vos votre vous"""

SPANISH = """a al como cómo con cuál cuándo cuánto de del dónde donde el ella en es esta este ha hay la las le
lo los más me mi muy no nos o para pero por porque qué que quién quien se si sí sin sobre son su sus te tu un
una unas unos y ya yo"""

#: Whole question phrases of languages that are not written with spaces; longest first, cut out before bigrams are made.
CHINESE_PHRASES = (
    "是什么时候", "什么时候", "为什么", "怎么样", "是什么", "多少钱", "有哪些", "有多少", "是不是", "有没有", "哪一天",
    "哪一个", "哪里", "哪儿", "什么", "怎么", "怎样", "如何", "多少", "多久", "几点", "哪个", "哪些", "请问", "是谁",
    "谁", "吗", "呢", "的", "了", "在", "是",
)  # fmt: skip

#: Words that are searched for, and yet are nothing that a note could be said to be silent about.
FILLERS = frozenset(
    "this that these those much more most any some ever still also just really viel viele diese dieser dieses".split()
)
STOP_WORDS = frozenset(" ".join((ENGLISH, GERMAN, FRENCH, SPANISH)).split())
