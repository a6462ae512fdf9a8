# ruff: noqa: E501
"""Ways to ask for each form of answer, in several languages, for what the published questions have too few of.

``{x}`` is what is asked about; it is filled with words of real questions. These are examples to learn from: the
program does not see them.
"""

from assistant.answer.question.forms import Form

FRAMES: dict[str, dict[Form, tuple[str, ...]]] = {
    "en": {
        Form.STEPS: (
            "how do I {x}", "how can I {x}?", "how to {x}", "steps to {x}", "what do I do when {x}", "{x} how",
            "what is the way to {x}?", "what do I have to do to get {x}?", "walk me through {x}", "recipe for {x}",
            "command to {x}", "show me how {x} is done",
        ),
        Form.ITEMS: (
            "which {x} are there?", "what are the {x}?", "list all {x}", "what kinds of {x} are there", "name the {x}",
            "which {x} do we use?", "what do I need for {x}?", "what were the {x} of {x}?", "all {x}", "my {x}s",
            "what are some {x}", "what three {x} are named?", "ingredients of {x}", "who was at {x}?",
            "which {x} did I {x}", "packing list {x}", "what books did I read about {x}",
            "what did I {x} in {x}", "which {x} did we see in {x}?", "what {x} have I {x}", "which {x} did I give",
        ),
        Form.SENTENCES: (
            "what is {x}?", "why {x}?", "what does {x} mean", "explain {x}", "why did we {x}", "tell me about {x}",
            "how does {x} work?", "what happened with {x}?", "definition of {x}", "what did {x} say about {x}?",
            "what was the reason for {x}", "{x}", "what is {x} for", "what should I know about {x}?",
            "what colour is {x}?", "what is the name of {x}?", "which {x} is the best?",
        ),
        Form.DAY: (
            "when is {x}?", "when did {x}", "what day is {x}", "since when {x}?", "what time does {x} start?",
            "date of {x}", "when was {x} last {x}", "which year was {x}?", "{x} deadline", "until when {x}",
            "last time i {x}", "when do I have to {x}", "on which day did we {x}",
        ),
        Form.PERSON: (
            "who {x}?", "who is {x}", "whose {x} is it?", "who was asked to {x}", "who wrote {x}", "who said {x}",
            "with whom did I {x}", "who is responsible for {x}?", "{x} by whom", "who did I meet at {x}?",
            "who told me about {x}?",
        ),
        Form.AMOUNT: (
            "how much is {x}?", "how many {x}", "what does {x} cost", "price of {x}", "how long does {x} take?",
            "how far is {x}", "number of {x}", "how often {x}?", "how big is {x}", "what percentage of {x}",
            "{x} price", "{x} how many", "at what temperature {x}", "how old is {x}?", "phone number of {x}",
            "what is the limit of {x}?",
        ),
        Form.PLACE: (
            "where is {x}?", "where did I put {x}", "in which city is {x}?", "where do we meet for {x}",
            "address of {x}", "where can I find {x}", "where was {x}", "where does {x} live?", "which folder has {x}",
        ),
        Form.YES_NO: (
            "is {x}?", "did I {x}", "can I {x}?", "does {x} {x}", "has {x} been {x}?", "are there {x}", "do we {x}",
            "was {x} {x}?", "is it true that {x}", "should I {x}?", "have I {x} yet", "will {x}?", "is {x} free",
            "am I allowed to {x}", "did {x} call?", "do i have to {x}", "may {x} be {x}?",
        ),
        Form.COMPARE: (
            "difference between {x} and {x}", "{x} vs {x}", "how does {x} differ from {x}?", "compare {x} with {x}",
            "{x} or {x}, which is better?", "what is the difference between {x} and {x}?", "{x} versus {x}",
            "how is {x} different from {x}",
        ),
        Form.STATE: (
            "what is the status of {x}?", "where do we stand with {x}", "what do I think of {x}", "is {x} still {x}?",
            "what is the current state of {x}", "how is {x} going", "what became of {x}?", "latest on {x}",
            "what was my opinion of {x}", "what do we know about {x} now?", "any news of {x}?", "what happened to {x}",
            "how did {x} change", "progress on {x}",
        ),
        Form.OPEN: (
            "what do I still have to do?", "open tasks", "what is left to do for {x}?", "my todos", "what is to be done",
            "what tasks are open in {x}?", "what do I need to do about {x}?", "to do list {x}", "what is still open",
            "unfinished tasks", "what must I do today?", "which tasks are not done?", "what's on my plate",
            "anything left to do for {x}",
        ),
        Form.DONE: (
            "what did I finish?", "which tasks are done?", "which of my tasks are finished?", "what have I done already", "completed tasks {x}",
            "what did I get done last week?", "what tasks did I complete in {x}?", "finished todos", "what did we ship",
            "what have we completed for {x}?", "done tasks",
        ),
    },
    "de": {
        Form.STEPS: (
            "wie kann ich {x}?", "wie {x} ich {x}", "wie macht man {x}", "was muss ich tun, um {x}?", "anleitung für {x}",
            "was mache ich, wenn {x}?", "wie geht {x}", "schritte zum {x}", "rezept für {x}", "wie richte ich {x} ein?",
            "wie bekomme ich {x}",
        ),
        Form.ITEMS: (
            "welche {x} gibt es?", "was sind die {x}?", "nenne alle {x}", "liste der {x}", "welche {x} haben wir?",
            "was brauche ich für {x}?", "welche arten von {x} gibt es", "zutaten für {x}", "wer war bei {x} dabei?",
            "was gehört zu {x}?", "alle {x}", "packliste {x}",
        ),
        Form.SENTENCES: (
            "was ist {x}?", "warum {x}?", "wieso {x}", "was bedeutet {x}?", "erkläre {x}", "weshalb {x}",
            "wie funktioniert {x}?", "worum geht es bei {x}?", "was hat {x} gesagt?", "wozu dient {x}", "{x}",
            "was ist mit {x} gemeint?", "was ist bei {x} passiert?", "wie heißt {x}?",
        ),
        Form.DAY: (
            "wann ist {x}?", "wann war {x}", "seit wann {x}?", "an welchem tag {x}?", "um wie viel uhr beginnt {x}?",
            "bis wann {x}", "termin {x}", "in welchem jahr {x}?", "wann habe ich zuletzt {x}", "wann findet {x} statt?",
        ),
        Form.PERSON: (
            "wer {x}?", "wer hat {x}", "wem gehört {x}?", "wessen {x}", "mit wem {x}?", "wer ist für {x} zuständig?",
            "von wem {x}", "wer sagte {x}", "wen {x} ich?", "wer kümmert sich um {x}",
        ),
        Form.AMOUNT: (
            "wie viel kostet {x}?", "wie viele {x}", "was kostet {x}?", "preis von {x}", "wie lange dauert {x}?",
            "wie weit ist {x}", "anzahl {x}", "wie oft {x}?", "wie groß ist {x}?", "wie hoch ist {x}", "{x} preis",
            "wieviel {x}", "wie alt ist {x}",
        ),
        Form.PLACE: (
            "wo ist {x}?", "wo liegt {x}", "in welcher stadt ist {x}?", "wohin {x}?", "adresse von {x}", "woher {x}",
            "wo habe ich {x} hingelegt?", "wo treffen wir uns für {x}", "wo finde ich {x}?", "wo wohnt {x}",
        ),
        Form.YES_NO: (
            "ist {x}?", "habe ich {x}", "kann ich {x}?", "hat {x} {x}?", "gibt es {x}", "sind {x} {x}?", "darf man {x}",
            "muss ich {x}?", "wurde {x} {x}?", "soll ich {x}", "braucht man {x}?", "ist {x} kostenlos?", "hast du {x}",
            "wird {x} unterstützt?",
        ),
        Form.COMPARE: (
            "unterschied zwischen {x} und {x}", "{x} oder {x}, was ist besser?", "was unterscheidet {x} von {x}?",
            "vergleiche {x} mit {x}", "{x} vs {x}", "worin unterscheiden sich {x} und {x}?",
        ),
        Form.STATE: (
            "wie ist der stand bei {x}?", "was halte ich von {x}", "wie steht es um {x}?", "stand {x}", "neues zu {x}",
            "was wurde aus {x}?", "wie läuft {x}", "ist {x} noch aktuell?", "wie weit sind wir mit {x}",
            "wie denke ich über {x}?", "aktueller stand {x}",
        ),
        Form.OPEN: (
            "was muss ich noch tun?", "offene aufgaben", "was ist noch zu tun für {x}?", "was steht an", "meine todos",
            "was ist noch offen?", "welche aufgaben sind offen?", "unerledigte aufgaben {x}", "was muss ich noch erledigen?",
            "was steht auf meiner liste", "was fehlt noch bei {x}?",
        ),
        Form.DONE: (
            "was habe ich erledigt?", "welche aufgaben sind erledigt?", "erledigte aufgaben", "was ist fertig",
            "was habe ich letzte woche geschafft?", "was haben wir abgeschlossen?", "fertige aufgaben {x}",
        ),
    },
    "es": {
        Form.STEPS: (
            "¿cómo puedo {x}?", "cómo {x}", "¿qué hago si {x}?", "pasos para {x}", "¿cómo se hace {x}?", "receta de {x}",
            "¿qué tengo que hacer para {x}?", "manera de {x}",
        ),
        Form.ITEMS: (
            "¿cuáles son los {x}?", "¿qué {x} hay?", "lista de {x}", "todos los {x}", "¿qué necesito para {x}?",
            "¿qué tipos de {x} existen?", "ingredientes de {x}", "¿quiénes estaban en {x}?", "nombra los {x}",
        ),
        Form.SENTENCES: (
            "¿qué es {x}?", "¿por qué {x}?", "¿qué significa {x}?", "explica {x}", "¿cómo funciona {x}?", "{x}",
            "¿para qué sirve {x}?", "¿qué pasó con {x}?", "¿qué dijo {x}?", "¿cómo se llama {x}?",
        ),
        Form.DAY: (
            "¿cuándo es {x}?", "¿cuándo fue {x}?", "¿qué día {x}?", "¿a qué hora {x}?", "fecha de {x}", "¿desde cuándo {x}?",
            "¿en qué año {x}?", "¿hasta cuándo {x}?",
        ),
        Form.PERSON: (
            "¿quién {x}?", "¿con quién {x}?", "¿de quién es {x}?", "¿quién es {x}?", "¿a quién {x}?", "¿quién dijo {x}?",
        ),
        Form.AMOUNT: (
            "¿cuánto cuesta {x}?", "¿cuántos {x}?", "¿cuántas {x}?", "precio de {x}", "¿cuánto tiempo {x}?",
            "¿cuánto dura {x}?", "número de {x}", "¿qué edad tiene {x}?", "¿con qué frecuencia {x}?",
        ),
        Form.PLACE: (
            "¿dónde está {x}?", "¿dónde {x}?", "¿en qué ciudad {x}?", "dirección de {x}", "¿adónde {x}?", "¿de dónde es {x}?",
        ),
        Form.YES_NO: (
            "¿es {x}?", "¿puedo {x}?", "¿hay {x}?", "¿he {x}?", "¿está {x} {x}?", "¿tiene {x}?", "¿se puede {x}?",
            "¿debo {x}?", "¿llamé a {x}?", "¿son {x} {x}?",
        ),
        Form.COMPARE: (
            "diferencia entre {x} y {x}", "¿en qué se diferencian {x} y {x}?", "compara {x} con {x}", "{x} o {x}, ¿cuál es mejor?",
        ),
        Form.STATE: (
            "¿cuál es el estado de {x}?", "¿qué opino de {x}?", "¿cómo va {x}?", "novedades de {x}", "¿qué fue de {x}?",
            "¿sigue {x} vigente?",
        ),
        Form.OPEN: (
            "¿qué me queda por hacer?", "tareas pendientes", "¿qué tengo que hacer?", "¿qué falta por hacer en {x}?",
            "pendientes de {x}",
        ),
        Form.DONE: ("¿qué terminé?", "tareas terminadas", "¿qué he hecho ya?", "¿qué tareas completé?"),
    },
    "fr": {
        Form.STEPS: ("comment {x}?", "comment puis-je {x} ?", "comment faire pour {x}", "que faire si {x} ?", "étapes pour {x}"),
        Form.ITEMS: ("quels sont les {x} ?", "liste des {x}", "quelles {x} y a-t-il ?", "de quoi ai-je besoin pour {x} ?"),
        Form.SENTENCES: ("qu'est-ce que {x} ?", "pourquoi {x} ?", "que signifie {x} ?", "explique {x}", "{x}", "à quoi sert {x} ?"),
        Form.DAY: ("quand est {x} ?", "quel jour {x} ?", "à quelle heure {x} ?", "date de {x}", "depuis quand {x} ?"),
        Form.PERSON: ("qui {x} ?", "qui a {x}", "avec qui {x} ?", "à qui est {x} ?"),
        Form.AMOUNT: ("combien coûte {x} ?", "combien de {x}", "prix de {x}", "combien de temps {x} ?", "quel âge a {x} ?"),
        Form.PLACE: ("où est {x} ?", "où se trouve {x}", "dans quelle ville {x} ?", "adresse de {x}"),
        Form.YES_NO: ("est-ce que {x} ?", "puis-je {x} ?", "y a-t-il {x} ?", "ai-je {x} ?", "est-il possible de {x} ?"),
        Form.COMPARE: ("différence entre {x} et {x}", "{x} ou {x} ?", "comparer {x} et {x}"),
        Form.STATE: ("où en est {x} ?", "que pense-je de {x} ?", "quel est l'état de {x} ?", "qu'est devenu {x} ?"),
        Form.OPEN: ("que me reste-t-il à faire ?", "tâches ouvertes", "qu'est-ce qu'il reste à faire pour {x} ?"),
        Form.DONE: ("qu'ai-je terminé ?", "tâches terminées", "qu'est-ce qui est fait ?"),
    },
    "zh": {
        Form.STEPS: (
            "怎么{x}", "如何{x}？", "怎样{x}？", "{x}怎么办", "{x}要怎么做？", "{x}的步骤", "怎么才能{x}", "想{x}，该怎么办？",
            "怎么把{x}弄好", "{x}的做法",
        ),
        Form.ITEMS: (
            "有哪些{x}？", "{x}有哪些", "{x}都有什么", "列出所有{x}", "哪几种{x}？", "{x}需要什么？", "{x}包括哪些",
            "{x}的几个条件", "{x}有哪几种", "{x}分为哪几类",
        ),
        Form.SENTENCES: (
            "什么是{x}？", "{x}是什么", "为什么{x}？", "{x}是什么意思", "解释一下{x}", "{x}为什么", "{x}有什么用", "{x}",
            "{x}的原理是什么？", "{x}说了什么", "{x}为啥", "{x}干什么用的",
        ),
        Form.DAY: ("什么时候{x}？", "{x}是哪天", "{x}几点开始", "{x}是哪一年？", "几号{x}", "{x}的日期", "{x}到什么时候"),
        Form.PERSON: ("谁{x}？", "{x}是谁", "谁负责{x}", "{x}是谁写的？", "和谁{x}", "{x}是谁的"),
        Form.AMOUNT: (
            "{x}多少钱？", "有多少{x}", "{x}多久", "{x}几个？", "{x}的价格", "{x}多大", "多少{x}", "{x}是几倍", "{x}默认是多少",
        ),
        Form.PLACE: ("{x}在哪里？", "{x}在哪儿", "哪里{x}", "{x}的地址", "在哪个城市{x}？", "{x}放哪了"),
        Form.YES_NO: (
            "{x}吗？", "可以{x}吗", "有没有{x}？", "是不是{x}", "能不能{x}？", "{x}了吗", "{x}对吗", "能{x}吗？", "{x}支持{x}吗",
        ),
        Form.COMPARE: ("{x}和{x}有什么区别？", "{x}跟{x}的区别", "{x}与{x}哪个好", "{x}和{x}的不同", "比较{x}和{x}", "{x}和{x}差在哪"),
        Form.STATE: ("{x}进展如何？", "{x}现在怎么样了", "我对{x}怎么看", "{x}的状态", "{x}后来怎么样", "{x}的最新情况"),
        Form.OPEN: ("我还有什么要做？", "待办事项", "还没完成的任务", "{x}还有什么没做", "未完成的任务有哪些"),
        Form.DONE: ("我完成了什么？", "已完成的任务", "做完了哪些事", "{x}完成了哪些"),
    },
}  # fmt: skip
