/**
 * The small words of each language: articles, pronouns, prepositions, auxiliaries and question words. They say nothing about
 * what is asked, so they are not indexed; and they tell which language a text is in. Lists of published packages were longer,
 * dropped words such as "Tage" and "Beispiel", and some held another language or a broken encoding.
 */
export const FUNCTION_WORDS = {
  /** The 33 of Lucene's English list, question words and auxiliaries: the latter lift nDCG@10 by one to four points. */
  en:
    'a an and are as at be but by for if in into is it no not of on or such that the their then there these they this to was will with ' +
    'what which who whom whose when where why how did do does done has have had can could would should may might am been being were ' +
    'i you he she we me my your his her our us them its from about than so just also any some each other more most own same too very s t d ll re ve',
  de:
    'der die das den dem des ein eine einen einem einer eines und oder aber auch als am an auf aus bei beim bis da dann dass daß denn doch durch ' +
    'er es für gegen hat hatte hatten haben habe ich ihr ihre ihrem ihren ihrer im in ins ist ja kann kein keine können man mit muss müssen nach ' +
    'nicht noch nur ob ohne sein seine seinem seinen seiner sich sie sind so soll sollte sowie über um uns unser unter vom von vor war waren ' +
    'was wann warum weil welche welchem welchen welcher welches wem wen wenn wer werden wessen wie wieso wieviel wir wird wo wofür woher wohin womit wurde wurden ' +
    'würde zu zum zur zwischen diese diesem diesen dieser dieses dort mein meine mich mir darf gibt',
  es:
    'el la los las un una unos unas de del al a y e o u en con por para sin sobre entre desde hasta que se su sus lo le les es son era eran fue fueron ' +
    'ser está están como cómo cuál cuáles cuándo cuando cuánto cuánta cuántos cuántas dónde donde qué quién quiénes quien por porque pero más muy no ' +
    'ni si sí ya también este esta estos estas ese esa esto eso ha han había hay tiene tienen tuvo yo mi me nos nuestro nuestra puede pueden debe',
  fr:
    'le la les l un une des de du d au aux et ou où en dans par pour sur sous avec sans chez entre vers que qu qui quoi quel quelle quels quelles ' +
    'quand comment combien pourquoi dont ce c cet cette ces se s sa son ses leur leurs il elle ils elles on nous vous je j tu me m mon ma mes ' +
    'notre nos votre vos est sont était étaient être été a ont avait ai ne n pas plus si mais comme lui y fait peut doit lequel',
  it:
    'il lo la i gli le un uno una l d di del dello della dei degli delle dell a al allo alla ai agli alle all da dal dalla dai dalle dall in nel nella nei nelle nell ' +
    'con su sul sulla sui sulle per tra fra e ed o che chi cui quale quali quando quanto quanta quanti quante dove come perché cosa è sono era erano fu ' +
    'essere ha hanno aveva non più si se ma anche questo questa questi queste quello quella suo sua suoi sue loro ci mi io noi nostro può deve',
  pt:
    'o a os as um uma uns umas de do da dos das em no na nos nas num numa ao aos à às por pelo pela pelos pelas para com sem sobre entre e ou que se ' +
    'quem qual quais quando quanto quanta quantos quantas onde como porquê porque é são era eram foi foram ser está estão não mais mas também já ' +
    'este esta estes estas esse essa isso isto ele ela eles elas seu sua seus suas lhe eu meu minha tem têm tinha há pode podem deve',
  nl:
    'de het een en of van in op te aan met voor door bij uit om naar over onder tussen tegen tot zonder is zijn was waren wordt worden werd werden heeft ' +
    'hebben had dat die dit deze er niet geen ook als dan maar nog zo wel wie wat waar wanneer waarom hoe hoeveel welke welk wiens ik je jij hij zij ze wij we ' +
    'hun haar hem mijn ons onze uw kan kunnen moet moeten mag zal zou',
  sv:
    'en ett den det de dem och eller men att som i på av för till med från om vid under över mellan mot utan är var vara varit blir blev har hade inte ' +
    'jag du han hon vi ni man sig sin sina sitt hans hennes deras vår min denna detta dessa så än också när hur varför vem vems vad vilken vilket vilka ' +
    'kan ska skulle måste får',
  da:
    'en et den det de dem og eller men at som i på af for til med fra om ved under over mellem mod uden er var være været bliver blev har havde ikke ' +
    'jeg du han hun vi man sig sin sine sit hans hendes deres vores min denne dette disse så end også når hvornår hvor hvordan hvorfor hvem hvis hvad hvilken hvilket hvilke ' +
    'kan skal skulle må',
  no:
    'en et ei den det de dem og eller men at som i på av for til med fra om ved under over mellom mot uten er var være vært blir ble har hadde ikke ' +
    'jeg du han hun vi man seg sin sine sitt hans hennes deres vår min denne dette disse så enn også når hvor hvordan hvorfor hvem hva hvilken hvilket hvilke ' +
    'kan skal skulle må',
  fi:
    'ja tai mutta että on oli olivat ovat olla ollut ole ei eivät se ne sen sitä siitä hän hänen he minä me te joka jotka jonka jota jossa mikä mitkä mitä minkä missä mistä mihin ' +
    'kuka ketkä kuinka miten miksi milloin montako paljonko kuin kun jos myös niin vain tämä tämän nämä jo sekä voi',
  tr:
    've veya ya da de bir bu şu o için ile gibi kadar daha en çok ama ancak ki mi mı mu mü ne neden niçin niye nasıl nerede nereye nereden nerede hangi hangisi ' +
    'kim kimin kime kaç kaçtır kaçıncı nedir kimdir neydi nelerdir olan olarak oldu olduğu olduğunu olup olan sonra önce göre her hiç değil var yok ben biz sen siz onlar onun bunun',
  ro:
    'un o unei unui unor al a ai ale cel cea cei cele și şi sau de din la în pe cu prin pentru fără între spre după că ca care ce cine când cât câtă câți câte ' +
    'unde cum se să nu mai este sunt era erau fost fi a au avea are am lui ei lor său sa săi sale îi îl le îşi își acest această aceste aceasta poate dar de',
  hu:
    'a az egy és vagy de hogy nem is ez ezt azt ezek azok volt van voltak vannak lesz lett mely amely amelyek aki akik ami meg már még csak mint ha el ki mi mit ' +
    'kik kinek mikor hol hová honnan hogyan miért mennyi hány melyik milyen szerint után között alatt által',
} as const

/** A language whose Latin letters do not tell it apart. */
export type Language = keyof typeof FUNCTION_WORDS
export const LANGUAGES = Object.keys(FUNCTION_WORDS) as readonly Language[]

/** The same for languages in other letters. They can be dropped whatever the language of the Latin words beside them. */
export const OTHER_FUNCTION_WORDS =
  // Russian
  'и в во не что он на я с со как а то все она так его но да ты к у же вы за бы по только ее её мне было вот от меня о об из ему для мы их чем была без до ' +
  'или ли если уже был при быть их это этот эта эти того этого той тот также кто кого кому когда где куда откуда почему зачем какой какая какие какое каких каким какого какую ' +
  'сколько который которая которое которые чей чья чего чему были есть под над ' +
  // Greek
  'ο η το οι τα του της των τον την τη στο στη στην στον στα στις στους και κι να θα δε δεν με σε από για προς κατά μετά που πως πώς πού πότε ποιος ποια ποιο ποιοι ποιες ποιον ποιά ποιό ' +
  'τι πόσο πόσα πόσοι πόσες πόση γιατί ως αν ή είναι ήταν έχει έχουν είχε ένα ένας μια μία ενός αυτό αυτή αυτός αυτά τους τις ' +
  // Arabic
  'في من على إلى الى عن مع هذا هذه ذلك تلك التي الذي الذين اللذين ما ماذا متى أين اين كيف لماذا كم أي اي هل هو هي هم كان كانت يكون تكون قد لقد لا لم لن إن ان أن أو او ثم و ' +
  'بعد قبل عند بين كل غير حتى إذا اذا ' +
  // Hindi
  'का के की को में से पर ने है हैं था थे थी और या एक यह वह ये वे इस उस इन उन जो कि किया किस किसने किसे कौन कौनसा क्या कब कहाँ कहां क्यों कैसे कितने कितना कितनी कौन सा सी से भी ही तो नहीं ' +
  'हो होता होती होते गया गई गए द्वारा लिए कर करने अपने तक साथ ' +
  // Thai
  'ที่ ใน ของ และ เป็น มี การ ได้ อะไร ใคร กี่ เท่าไร เท่าไหร่ เมื่อ เมื่อใด เมื่อไหร่ ไหน อย่างไร ทำไม ใด คือ จะ ให้ กับ จาก ไป มา ความ ว่า นี้ นั้น หรือ แต่ ก็ โดย ถูก อยู่ ไม่ ซึ่ง'
