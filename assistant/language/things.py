"""What people call the things that they note down, in several languages: so that a field meets its label.

A row is one thing: what kind of value it has, its English name, and words that mean it in any language.
"""

from collections import defaultdict
from collections.abc import Mapping
from enum import StrEnum
from functools import cache


class Sort(StrEnum):
    """What kind of value a thing has."""

    ANY = "any"
    DATE = "date"
    TIME = "time"
    DURATION = "duration"
    MONEY = "money"
    AMOUNT = "amount"
    COUNT = "count"
    PERSON = "person"
    GROUP = "group"
    PLACE = "place"
    CODE = "code"
    PHONE = "phone"
    EMAIL = "email"
    URL = "url"
    TITLE = "title"
    ITEMS = "items"


_TABLE = """
date | date | date day when datum tag wann fecha día cuándo quand jour data giorno 日期 日子 哪天 何时 什么时候
    日付 дата когда день
date | due | due deadline payable expiry expires expiration overdue by fällig fälligkeit frist zahlbar
    spätestens bis vence vencimiento plazo límite antes échéance limite scadenza 截止 到期 期限 之前 締切 期限
    срок
date | issued | issued issue invoiced ausgestellt rechnungsdatum ausstellung emisión emitida émission émise 开票
    开具 发行 発行
date | start | start starts started begin begins began beginning commence from opens since beginn beginnt anfang
    ab seit inicio empieza comienza desde début commence dès 开始 起 始于 開始 начало
date | end | end ends ended until finish finishes finished ending closes closed till ende endet bis schluss fin
    termina hasta fini 结束 截至 終了 конец
date | arrival | arrival arrive arrives checkin check-in ankunft anreise angekommen llegada llega entrada
    arrivée arrive 到达 抵达 入住 到着 прибытие
date | departure | departure depart departs leaves leave left checkout check-out abfahrt abreise abflug salida
    sale partida départ part 出发 离开 退房 起飞 出発 отправление
date | birth | birth born birthday geburt geboren geburtstag geburtsdatum nacimiento nació nacido naissance né
    出生 生日 誕生
date | delivery | delivery deliver delivered delivers lieferung geliefert zustellung lieferdatum entrega
    entregado envío livraison livré 送达 交货 配送 配達 доставка
date | shipped | shipped dispatched sent ship versandt versendet verschickt enviado expédié 发货 寄出 発送
date | purchase | purchase purchased bought buy gekauft kauf kaufdatum compra comprado achat acheté 购买 买 購入
date | next | next upcoming following nächste nächster nächstes próxima próximo siguiente prochain prochaine
    下次 下一 次回
date | available | available free frei verfügbar bezugsfrei disponible libre 可入住 空闲
date | moved | moved postponed rescheduled verschoben aplazado aplazada reporté 推迟 改到 延期
date | published | published publication released erschienen veröffentlicht publicado publié 出版 发布
time | time | time clock hour o'clock uhrzeit uhr zeit um hora heure 时间 几点 時間 время
time | meeting_point | meet meets treffpunkt treffen encuentro rendez-vous 集合
duration | duration | duration long takes take took lasts last minutes hours length dauer dauert lange minuten
    stunden duración dura tiempo minutos horas durée dure 时长 多久 分钟 小时 所要時間
money | price | price cost costs fee fare pay paid charge asks asking preis kosten kostet gebühr precio coste
    costo cuesta tarifa prix coût coûte tarif 价格 单价 价 费用 多少钱 料金 値段 цена стоимость
money | total | total sum grand altogether overall gesamt gesamtbetrag summe insgesamt gesamtsumme endbetrag
    suma importe montant totale 合计 总计 总价 总额 实付 一共 総額 合計 итого всего
money | net | net subtotal netto zwischensumme nettobetrag neto base subtotal ht 小计 净额 小計
money | tax | tax vat gst sales-tax steuer mwst umsatzsteuer ust mehrwertsteuer impuesto iva taxe tva 税 税额
    税金 消費税 ндс налог
money | discount | discount rebate reduction rabatt skonto nachlass descuento remise réduction 折扣 优惠 割引
    скидка
money | shipping | shipping postage freight versand versandkosten porto envío gastos port 运费 邮费 送料
money | deposit | deposit advance downpayment kaution anzahlung fianza depósito anticipo señal caution acompte
    押金 定金 订金 保証金
money | rent | rent miete kaltmiete warmmiete alquiler renta loyer 租金 月租 房租 家賃
money | salary | salary wage pay income gehalt lohn verdienst sueldo salario salaire 工资 薪水 月薪 年薪 給料
    зарплата
money | budget | budget presupuesto 预算 予算 бюджет
money | balance | balance kontostand saldo solde 余额 残高
money | donation | donation spende donación don 捐款
money | bills | bills utilities nebenkosten gastos charges 水电
money | currency | currency währung moneda devise monnaie 货币 币种 通貨
amount | weight | weight weigh weighs heavy gewicht wiegt peso pesa poids pèse 重量 体重 重さ вес
amount | size | size area large square größe fläche superficie metros tamaño surface taille 面积 大小 面積
amount | height | height tall high höhe hoch altura alto hauteur haut 高度 身高 高さ
amount | width | width wide breite breit ancho anchura largeur large 宽 幅
amount | distance | distance far mileage kilometre strecke entfernung distanz distancia recorrido distance 距离
    里程 距離
amount | temperature | temperature degrees celsius temperatur grad temperatura température 温度 气温 体温 気温
amount | volume | volume capacity litres volumen inhalt fassungsvermögen volumen capacidad contenance 容量 体积
amount | speed | speed geschwindigkeit velocidad vitesse 速度
amount | power | power watt watts leistung potencia puissance 功率
amount | percent | percent percentage rate share prozent anteil porcentaje pourcentage 百分比 比例 率
count | number | number count amount many quantity anzahl menge zahl stück wieviele cantidad número cuántos
    cuántas nombre combien quantité 数量 几个 多少 个数 数
count | people | people persons guests participants person capacity personen leute gäste teilnehmerzahl personas
    comensales invitados personnes convives 人数 人 几人 人份 人数 человек
count | servings | servings serves portions yield portionen stücke raciones porciones parts portions 份量 人份
    份
count | age | age old years alter jahre edad años âge ans 年龄 岁 年齢 возраст
count | rooms | rooms bedrooms bedroom zimmer schlafzimmer habitaciones dormitorios chambres pièces 房间 卧室 室
    部屋
count | floor | floor storey stock etage stockwerk planta piso étage 楼 层 階
count | pages | pages page seiten seite páginas 页数 页 ページ
count | nights | nights night nächte übernachtungen noches nuits 晚 泊
count | rating | rating stars score grade bewertung sterne note puntuación valoración note 评分 星级 評価
count | attempts | attempts attempt tries tried retries versuche intentos tentatives 尝试 次数
count | points | points score punkte puntos points 得分 分数
person | person | who person name whom someone wer wem wen name nombre quién quien nom qui 谁 姓名 名字 人 誰
    氏名 名前 кто имя
person | author | author writer wrote writes written by autor autorin verfasser schreibt geschrieben autor
    escribe escribió auteur écrit 作者 撰写 著者 автор
person | sender | sender from sends sent absender von schickt remitente de envía expéditeur 发件人 寄件人 发送
    差出人 отправитель
person | recipient | recipient to addressee receives empfänger an para destinatario recibe destinataire 收件人
    收货人 接收 受取人 宛先 получатель
person | customer | customer client buyer bill kunde kundin käufer auftraggeber cliente comprador client
    acheteur 客户 顾客 买家 顧客 お客様 клиент
person | contact | contact ansprechpartner kontakt contacto interlocutor 联系人 联系 担当 контакт
person | guest | guest traveller passenger gast reisender passagier huésped pasajero viajero voyageur passager
    旅客 乘客 客人 乗客
person | patient | patient patientin paciente 患者 病人
person | doctor | doctor dr physician dentist arzt ärztin zahnarzt doktor médico doctora dentista médecin
    docteur 医生 大夫 医师 医師 先生 врач
person | teacher | teacher instructor lehrer lehrerin lehrkraft profesor profesora maestra maestro professeur
    enseignant 老师 教师 先生
person | host | host hosts chair moderator leads leader organizer organiser organises gastgeber leiter leitung
    moderation veranstalter anfitrión organizador presidente hôte organisateur 主持人 主持 主办 组织 司会
person | owner | owner responsible assignee assigned owns besitzer verantwortlich verantwortliche zuständig
    responsable encargado propietario 负责人 负责 所有者 担当者 ответственный
person | attendees | attendees present participants attended attendance teilnehmer anwesend anwesende asistentes
    presentes asistió participantes participants présents 出席 参会 与会 到场 参加者 出席者 участники
    присутствовали
person | absent | absent apologies excused missing come entschuldigt abwesend fehlt ausentes excusados absents
    excusés 缺席 请假 欠席 отсутствовали
person | minutes | minutes secretary recorder protokoll protokollant protokollführer secretaria secretario acta
    compte-rendu 记录人 记录 議事録 書記 протокол
person | reporter | reporter reported report reports gemeldet melder reportado signalé 报告人 报告 報告
person | observer | observer saw observed beobachter observador observateur 观察者
person | speaker | speaker speaks talk presenter referent referentin vortrag redner ponente orador orateur
    intervenant 演讲者 讲者 演讲 講師 докладчик
person | driver | driver fahrer conductor chauffeur 司机 運転手
person | mechanic | mechanic technician repaired mechaniker techniker mecánico técnico mécanicien technicien
    技师 维修
person | winner | winner won wins beat gewinner sieger gewonnen ganador ganó gagnant vainqueur gagné 获胜 赢
    冠军 優勝 勝者
person | loser | loser lost loses verlierer verloren perdedor perdió perdant perdu 输 負け
person | referee | referee schiedsrichter árbitro arbitre 裁判 審判
person | coach | coach trainer entrenador entraîneur 教练 コーチ
person | tenant | tenant mieter mieterin inquilino locataire 租客 房客
person | landlord | landlord vermieter casero arrendador propriétaire bailleur 房东
person | chairman | president chairman chairwoman vorsitzender vorsitz präsident presidente presidenta président
    主席 会长 総裁
person | caller | caller called calls anrufer angerufen llamó llamada appelant 来电 打电话
group | company | company firm vendor supplier employer organization organisation organizer seller business
    issuer provider firma unternehmen lieferant anbieter arbeitgeber organisation empresa proveedor compañía
    vendedor emite entreprise société fournisseur 公司 供应商 企业 单位 商家 会社 компания поставщик
group | team | team mannschaft abteilung equipo équipe 团队 队 部门 チーム
group | carrier | carrier courier airline spedition versanddienst fluggesellschaft transportista aerolínea
    transporteur 快递 承运 航空公司
group | shop | shop store merchant bought laden geschäft händler tienda comercio magasin 商店 店 店舗
group | school | school university schule universität escuela colegio universidad école université 学校 大学
group | class | class klasse clase curso classe 班级 班
place | place | place where location venue held site ort wo stelle schauplatz lugar dónde sitio ubicación lieu
    où endroit 地点 地方 哪里 场地 位置 場所 会場 место где
place | address | address street adresse anschrift straße strasse hausnummer dirección calle domicilio rue 地址
    住址 住所 адрес
place | city | city town stadt ort wohnort ciudad localidad ville 城市 市 都市 город
place | country | country land país pays 国家 国 страна
place | origin | from origin departure abfahrtsort startort origen salida départ 出发地 始发站 出発地
place | destination | to destination arrival goes ziel zielort destino destination 目的地 到达站 行き先
place | room | room hall raum saal sala habitación salle 会议室 教室 房间 部屋 会議室
place | platform | platform gate track gleis andén puerta quai voie 站台 登机口
code | code | code reference ref id identifier number no nr nummer kennung referenz referencia código número
    numéro référence 编号 号 号码 订单号 番号 номер
code | invoice | invoice rechnung rechnungsnummer factura facture 发票 发票号 請求書
code | order | order auftrag auftragsnummer bestellung bestellnummer pedido commande 订单 注文
code | booking | booking reservation buchung buchungsnummer reserva réservation 预订 预约 予約
code | serial | serial seriennummer serie série 序列号
code | tracking | tracking parcel sendungsnummer paket seguimiento envío suivi colis 运单 快递单号
code | version | version release versión 版本 バージョン
code | seat | seat sitz sitzplatz platz asiento siège place 座位 座席
code | flight | flight flug flugnummer vuelo vol 航班 便名
code | train | train zug zugnummer tren train 车次 列车 列車
code | ticket | ticket incident fall vorgang incidencia 工单
code | iban | iban account kontonummer konto cuenta compte 账号 账户 口座
code | plate | plate licence-plate kennzeichen nummernschild matrícula immatriculation 车牌
code | postcode | postcode zip postleitzahl plz postal 邮编 郵便番号
code | member | member mitglied mitgliedsnummer socio membre 会员 会員
code | model | model modell modelo modèle 型号 モデル
code | isbn | isbn
phone | phone | phone telephone call mobile cell telefon tel telefonnummer handy mobil handynummer anrufen
    teléfono móvil celular téléphone portable 电话 手机 电话号码 電話 携帯 телефон
phone | fax | fax 传真
email | email | email e-mail mail mailto correo courriel 邮箱 电子邮件 邮件 メール почта
url | url | url website web link homepage site webseite internetseite sitio enlace lien 网址 网站 链接 サイト
    сайт
title | title | title headline heading called name titel überschrift heißt bezeichnung título titre 标题 名称
    题目 タイトル 件名 название
title | subject | subject topic about regarding re betreff thema asunto tema objet sujet 主题 事由 件名 тема
title | book | book novel buch roman libro livre 书 书名 本
title | dish | dish recipe cake gericht rezept kuchen plato receta plat recette 菜名 菜 料理
title | product | product item article device sold produkt artikel gerät ware producto artículo produit article
    商品 产品 物品 製品
title | position | position job role function beruf stelle funktion position tätigkeit puesto cargo profesión
    poste fonction métier 职位 职务 岗位 職種
title | brand | brand make manufacturer marke hersteller fabricante marca marque 品牌 制造商
title | color | color colour farbe color couleur 颜色 色
title | species | species art especie espèce 物种
title | problem | problem issue bug error broken fault defekt fehler kaputt problema avería problème panne 问题
    故障 問題
title | reason | reason why because cause grund warum weil razón motivo raison pourquoi 原因 理由
title | decision | decision decided beschluss entscheidung entschieden decisión decidido décision décidé 决定
    決定
title | action | action task todo do aufgabe tarea acción tâche 任务 行动 タスク
title | note | note remark comment hinweis bemerkung anmerkung nota observación remarque 备注 说明 備考
title | status | status state condition stand zustand estado état 状态 状態 статус
title | payment | payment method zahlung zahlungsart bezahlt pago paiement 付款方式 支付 支払
title | weather | weather wetter tiempo météo 天气 天気
title | mood | mood feeling laune stimmung ánimo humeur 心情 気分
title | allergy | allergy allergic allergie allergisch alergia alérgico allergique 过敏 アレルギー
items | ingredients | ingredients ingredient goes zutaten zutat ingredientes ingrédients 材料 用料 食材 配料
    材料
items | steps | steps method instructions directions procedure zubereitung schritte anleitung pasos preparación
    elaboración étapes préparation 步骤 做法 手順 作り方
items | items | items list products ordered artikel positionen lista productos articles 物品 清单 商品
items | bring | bring take pack mitbringen mitgeben mitnehmen traer llevar trae apporter 带 携带 持ち物
items | topics | topics agenda themen tagesordnung temas orden ordre 议题 议程
items | tags | tags keywords labels schlagworte stichworte etiquetas mots-clés 标签 关键词
items | tasks | tasks todos actions aufgaben tareas tâches 任务 待办
items | medication | medication medicines drugs medikamente arznei medicación medicamentos médicaments 药物 药品
    薬
any | urgent | urgent urgently important priority asap dringend eilig wichtig priorität urgente prioridad
    urgence priorité 紧急 重要 优先 緊急 срочно
any | open | open pending todo outstanding offen ausstehend abierto pendiente ouvert 未完成 待 未処理
any | done | done finished completed closed resolved complete erledigt fertig abgeschlossen hecho terminado
    resuelto fait terminé 完成 已完成 完了
any | paid | paid settled bezahlt beglichen pagado pagada payé 已付 付款 支払済
any | unpaid | unpaid unbezahlt impagado impayé 未付
any | cancelled | cancelled canceled abgesagt storniert cancelado cancelada annulé 取消
any | included | included includes include inklusive inbegriffen enthalten incluido inclus compris 包含 含 包括
any | required | required needed necessary must mandatory erforderlich notwendig nötig pflicht necesario
    obligatorio requerido nécessaire obligatoire 需要 必须 必要
any | allowed | allowed permitted may can erlaubt gestattet permitido puede autorisé permis 允许 可以 能 可
any | pets | pets animals haustiere tiere mascotas animaux 宠物 ペット
any | lift | lift elevator aufzug fahrstuhl lift ascensor ascenseur 电梯 エレベーター
any | breakfast | breakfast frühstück desayuno petit-déjeuner 早餐 朝食
any | lunch | lunch mittagessen almuerzo déjeuner 午餐 昼食
any | dinner | dinner supper abendessen cena dîner 晚餐 夕食
any | meal | meal food essen comida repas 餐 食事
any | parking | parking parkplatz aparcamiento estacionamiento stationnement 停车 駐車
any | furnished | furnished möbliert amueblado meublé 家具
any | warranty | warranty guarantee garantie gewährleistung garantía garantie 保修 保証
any | insurance | insurance versicherung seguro assurance 保险 保険
any | high | high hoch alta alto élevée haute 高
any | low | low niedrig baja bajo basse faible 低
any | medium | medium normal middle mittel media medio moyenne 中
any | weekly | weekly week wöchentlich semanal hebdomadaire 每周
any | monthly | monthly month monatlich mensual mensuel 每月 月
any | yearly | yearly annual annually year jährlich anual annuel 每年 年
any | daily | daily täglich diario quotidien 每天
any | cash | cash bar bargeld efectivo espèces 现金
any | card | card visa mastercard karte tarjeta carte 刷卡 卡
any | transfer | transfer überweisung transferencia virement 转账
any | meeting | meeting session sitzung besprechung reunión réunion 会议 开会 会 会議 встреча
any | approved | approved accepted genehmigt angenommen aprobado approuvé 批准 通过 承認
any | rejected | rejected refused declined abgelehnt rechazado refusé 拒绝 却下
any | milk | milk milch leche lait 牛奶 牛乳
any | egg | eggs egg eier ei huevos huevo oeufs œufs 鸡蛋 蛋 卵
any | flour | flour mehl harina farine 面粉 小麦粉
any | sugar | sugar zucker azúcar sucre 糖 砂糖
any | butter | butter mantequilla beurre 黄油 バター
any | oil | oil öl aceite huile 油
any | water | water wasser agua eau 水
any | salt | salt salz sal sel 盐 塩
any | apple | apples apple äpfel apfel manzanas manzana pommes 苹果 りんご
any | potato | potatoes potato kartoffeln patatas papas 土豆
any | onion | onions onion zwiebeln zwiebel cebolla cebollas oignons oignon 洋葱 玉ねぎ
any | child | child children kids kind kinder niño niños hijo enfant enfants 孩子 儿童 子供
any | adult | adults adult erwachsene adultos adultes 成人 大人
"""


@cache
def sorts() -> Mapping[str, Sort]:
    """What kind of value each thing has, by its English name."""
    return {name: Sort(sort) for sort, name, _ in _rows()}


@cache
def things() -> Mapping[str, frozenset[str]]:
    """Each word of the table, in lower case, with the things that it may mean."""
    found: dict[str, set[str]] = defaultdict(set)
    for _, name, words in _rows():
        for word in words.casefold().split():
            found[word].add(name)
    return {word: frozenset(names) for word, names in found.items()}


def _rows() -> list[tuple[str, str, str]]:
    rows = (line.split("|") for line in _TABLE.replace("\n    ", " ").strip().splitlines())
    return [(sort.strip(), name.strip(), words) for sort, name, words in rows]
