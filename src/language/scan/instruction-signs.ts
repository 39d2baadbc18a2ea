/** A way in which texts talk to a model instead of to a reader. */
export interface InstructionSign {
  readonly name: string
  /**
   * 2 for words that hardly any other text uses; 1 for words that a handbook may use as well, and that tell something
   * only beside another sign.
   */
  readonly weight: 1 | 2
  /** For text in lower case with single spaces. Gaps have a greatest length, so that a search takes linear time. */
  readonly pattern: RegExp
}

const MODEL =
  '(?:ai|a\\.i\\.|artificial intelligence|llms?|(?:large )?language models?|chat ?bots?|open ?a[il]|chat ?gpt|gpt-?\\d?)'
const ANSWER = '(?:answer|response|reply|replies|responses|answers|output|summary)'
const ORDERS =
  '(?:instructions?|prompts?|directions|directives?|commands?|inputs|programming|guidelines|system message)'
/** Up to the end of a sentence; the dot in a web address does not end one. */
const WITHIN = '(?:[^.!?;]|[.!?;](?=\\S)){1,160}'
const EARLIER = '(?:previous(?:ly)?|prior|above|preceding|earlier|foregoing|original|initial|existing|former|other)'

/** Signs in English unless the name says otherwise; every name counts once per passage. */
export const INSTRUCTION_SIGNS: readonly InstructionSign[] = [
  // Setting aside what the model was told
  {
    name: 'override',
    weight: 2,
    pattern: new RegExp(
      `\\b(?:ignore|disregard|forget|override|bypass|neglect|overlook|do not follow|don't follow|stop following|pay no attention to)\\b[^.!?]{0,20}\\b(?:all|any|every|your|my|system|${EARLIER})\\b[^.!?]{0,24}\\b${ORDERS}\\b`,
    ),
  },
  {
    name: 'override',
    weight: 2,
    pattern: new RegExp(
      `\\b(?:ignore|disregard|forget) (?:about )?(?:everything|anything|all|whatever)(?: (?:that|of|what|the))?(?: (?:i|we|you|was|were|is|has|have|had|been|text|words?)){0,4} ?(?:${EARLIER}|before|told|said|know|learned)\\b`,
    ),
  },
  {
    name: 'override, German',
    weight: 2,
    pattern:
      /\b(?:ignoriere?n?|vergiss|vergessen sie|missachte|beachte nicht)\b[^.!?]{0,30}\b(?:vorherigen?|bisherigen?|vorigen?|obigen?|früheren?|deine|ihre|alle)\b[^.!?]{0,24}(?:anweisung|befehl|instruktion|vorgabe|prompt)/,
  },
  {
    name: 'override, Romance languages',
    weight: 2,
    pattern:
      /\b(?:ignor[aeo]\w*|oubli\w+|olvid\w+|dimentic\w+|esque[cç]\w+|omet\w*|négligez?)\b[^.!?]{0,40}(?:instru[cçz]|consigne|istruzion|directive|órdenes|comandos|prompt)[^.!?]{0,24}(?:précédent|antérieur|anterior|previ|prévi|precedent|ci-dessus|arriba|acima|sopra)/,
  },
  {
    name: 'override, Dutch',
    weight: 2,
    pattern:
      /\b(?:negeer|vergeet)\b[^.!?]{0,30}\b(?:vorige|eerdere|bovenstaande|alle)\b[^.!?]{0,24}(?:instructie|opdracht|aanwijzing)/,
  },
  { name: 'new orders', weight: 1, pattern: /\bnew (?:instructions?|directives?|system prompt|objective|orders?) ?:/ },
  {
    name: 'new orders',
    weight: 2,
    pattern:
      /\byour (?:new|real|actual|true|only|next) (?:task|instructions?|objective|goal|role|mission|purpose|job) (?:is|are)\b/,
  },

  // Speaking to a model
  {
    name: 'addressed to a model',
    weight: 2,
    pattern: new RegExp(
      `\\b(?:you are|you're|you will be|as|if you are|if you're|act as|acting as|behave as|become|pretend to be|role of) (?:now )?(?:an?|the|another|any) (?:[\\w-]+ )?${MODEL}(?: |,|\\.|$)(?!compan|provider|vendor)`,
    ),
  },
  {
    name: 'addressed to a model',
    weight: 2,
    pattern: new RegExp(
      `\\b(?:attention|dear|hello|hi|hey|note to|message (?:to|for)|instructions? (?:to|for)|notice (?:to|for)|important for)[ ,:]{1,2}(?:the |any |all |an )?(?:${MODEL}|(?:ai|virtual) (?:assistants?|agents?)|automated (?:systems?|agents?))\\b`,
    ),
  },
  {
    name: 'addressed to a model',
    weight: 2,
    pattern: /\byou are (?:now )?(?:an? )?(?:helpful|virtual|digital|ai|intelligent) (?:ai )?assistant\b/,
  },
  { name: 'speaks of a model', weight: 1, pattern: new RegExp(`\\b${MODEL}\\b`) },
  {
    name: 'speaks of prompts',
    weight: 1,
    pattern: /\b(?:my|your|this|each|every|next|first|following|user'?s?) prompts?\b/,
  },
  {
    name: 'rules of a maker',
    weight: 2,
    pattern: /\bopen ?a[il](?:'s|’s)? (?:content |usage )?(?:polic|guideline|rule|restriction)/,
  },
  {
    name: 'jailbreak',
    weight: 2,
    pattern: /\bdo anything now\b|\bjail ?br(?:eak|oken)|\bdan mode\b|\bdeveloper mode (?:enabled|output|on)\b/,
  },

  // Taking on a part
  {
    name: 'part to play',
    weight: 2,
    pattern:
      /\bi (?:want|would like|need|'d like) you to (?:act|pretend|play|respond|reply|simulate|become|behave|role ?play|ignore|write|generate)\b/,
  },
  {
    name: 'part to play',
    weight: 2,
    pattern:
      /\b(?:stay|remain|staying|be|keep) in[- ]character\b|\b(?:break|breaking|breaks) (?:\w+ )?character\b|\b(?:act|behave|pretend|respond|answer|talk|speak) (?:as if|like|as though) you (?:are|were|have)\b/,
  },
  {
    name: 'named part',
    weight: 1,
    pattern:
      /\b(?:act|acting|answer|respond|reply|speak|behave) as (?:if |though )?(?:an?|the|my|both|another|yourself|him|her)\b|\bpretend (?:to be|you|that you)\b|\b(?:role-?play|impersonat)(?:e|es|ing)?\b/,
  },
  {
    name: 'new self',
    weight: 1,
    pattern:
      /\byou are (?:now|going to|about to)\b|\byou will (?:(?:be|become) (?:an?|the|my|acting|playing|known|called|simulating)|act|play|take on|assume|pretend)\b/,
  },
  {
    name: 'new self',
    weight: 1,
    pattern:
      /\bfrom (?:now|this point|here) (?:on|forward|onwards?)\b|\bin this (?:conversation|chat|role ?play|game)\b/,
  },
  {
    name: 'how to answer',
    weight: 1,
    pattern:
      /\b(?:you|only|always|just|must|should|to|never) (?:only |always |never )?(?:respond|reply|answer) (?:only |always )?(?:with|as|in|to (?:my|every|all|any|each)|every|any|all|my)\b/,
  },
  {
    name: 'without limits',
    weight: 1,
    pattern:
      /\b(?:without|no|any|free (?:of|from)|not bound by) (?:any |all |of |the |its )*(?:(?:ethical|moral|content) (?:restrictions?|limitations?|guidelines|constraints|boundaries)|censorship|filters|filtering|guardrails|ethics|morals)\b|\b(?:uncensored|unfiltered|amoral)\b/,
  },
  {
    name: 'never refuse',
    weight: 1,
    pattern: /\b(?:never|cannot|must not|does not|doesn't) (?:ever )?(?:refuse|decline)s?\b/,
  },
  {
    name: 'a game of turns',
    weight: 1,
    pattern:
      /\bi(?:'ll| will| am going to) (?:ask|give|type|provide|send|write|tell)\b[^.!?]{0,60}\b(?:and|then) you (?:will|must|should|are to|have to)\b|\bmy messages will be\b/,
  },
  {
    name: 'never refuse',
    weight: 2,
    pattern:
      /\b(?:never|cannot|can't|doesn't|don't|not|won't) (?:ever )?(?:refuse|decline|reject)s? (?:any|a|to answer|an|my|the user)[^.!?]{0,24}\b(?:request|answer|prompt|question|order|user|command)/,
  },
  {
    name: 'first command',
    weight: 2,
    pattern: /\bmy (?:first|next|1st) (?:command|prompt|request|suggestion|message|input|sentence|instruction)\b/,
  },

  // Changing what is answered
  {
    name: 'changes the answer',
    weight: 2,
    pattern: new RegExp(
      `\\b(?:add|append|prepend|insert|integrate|embed|incorporate|weave|hide|replace|substitute|scramble|encode|encrypt|misspell|jumble|shuffle|rearrange|translate|convert|combine|group|remove|omit|introduce|promote|anagram|use [\\w ]{0,40}(?:anagrams?|numbers|symbols|letters|emojis?))\\b${WITHIN} (?:to|in|into|of|from|throughout|at the (?:end|start|beginning) of) (?:all (?:of )?)?your (?:\\w+ )?${ANSWER}(?:'s)?\\b`,
    ),
  },
  {
    name: 'changes the answer',
    weight: 2,
    pattern: new RegExp(
      `\\b(?:modify|augment|enhance|alter|rewrite|render|scramble|encode|obfuscate|translate|preface) (?:all )?your (?:\\w+ )?(?:${ANSWER}|message)s?\\b|\\b(?:end|finish|conclude) your ${ANSWER} (?:with|by)\\b`,
    ),
  },
  {
    name: 'changes the answer',
    weight: 2,
    pattern:
      /\b(?:replace|swap|substitute|jumble(?: up)?|scramble|misspell|shuffle|reverse|rearrange) (?:(?:all|every|each|the|up|second|third|fourth|fifth|order of) ){0,3}(?:letters?|vowels?|consonants?|words?|characters?)\b/,
  },
  {
    name: 'changes the answer',
    weight: 2,
    pattern: new RegExp(
      `\\b(?:include|put|place|write|say|state) (?:an?|the|this|some) (?:\\w+ ){0,2}(?:sentence|link|phrase|line|paragraph|statement|url|advert\\w*|warning|text|words?)\\b[^.!?;]{0,80}\\bin your (?:\\w+ )?${ANSWER}\\b`,
    ),
  },
  {
    name: 'changes the answer',
    weight: 2,
    pattern: new RegExp(
      `\\bin your (?:\\w+ )?${ANSWER}, (?:please )?(?:suggest|mention|tease|say|include|recommend|tell|use|add|claim|encourage|promote|write|hint|insert|urge|advise|state)\\b`,
    ),
  },
  {
    name: 'changes the answer',
    weight: 2,
    pattern: new RegExp(
      `\\b(?:provide|give|write|produce|return|deliver|present|craft|output) your (?:\\w+ )?${ANSWER} (?:with(?:out)?|in|using|as) (?:any |only |an? )?(?:\\w+ )?(?:spaces?|punctuation|misspell|anagram|typos?|substitution|emojis?|base64|rot13|morse|reverse|capital|uppercase|lowercase|rhyme|code|cipher|json|xml|pirate|haiku|poem)`,
    ),
  },

  // Getting at what is hidden, and getting it out
  {
    name: 'asks for the prompt',
    weight: 2,
    pattern:
      /\b(?:reveal|print|show|repeat|output|display|leak|tell me|share|disclose|summari[sz]e|give me)\b[^.!?]{0,30}\b(?:system prompt|system message|(?:your|the) (?:initial|hidden|secret|original|full|previous|internal) (?:instructions?|prompt)|your (?:instructions|prompt)|(?:text|words|everything) above)/,
  },
  {
    name: 'system prompt',
    weight: 1,
    pattern: /\bsystem (?:prompt|message|instructions?|override)\b|\[system\]|\(system\)/,
  },
  {
    name: 'secrecy',
    weight: 1,
    pattern:
      /\b(?:do not|don't|never|without) (?:tell|telling|inform|informing|mention\w*|reveal\w*|alert\w*|notify\w*|disclos\w+|warn\w*)\b[^.!?]{0,40}\b(?:the user|the human|these instructions|this instruction|this prompt|this to anyone)\b/,
  },
  {
    name: 'carries data away',
    weight: 2,
    pattern:
      /\b(?:send|forward|e-?mail|post|transmit|exfiltrate|upload|append|encode)\b[^.!?]{0,60}\b(?:(?:this|the (?:whole|entire|full)) conversation|chat (?:history|log)|conversation history|the user'?s? (?:data|messages?|questions?|query|input|credentials|passwords?)|system prompt)\b/,
  },
  {
    name: 'carries data away',
    weight: 2,
    pattern: /!\[[^\]]{0,80}\]\(https?:\/\/[^)\s]{1,120}[?&][\w-]{1,24}=(?:[[{<$]|%7b|your|data|secret|summary)/,
  },

  // The syntax of conversations and tools
  {
    name: 'conversation syntax',
    weight: 2,
    pattern:
      /<\|(?:im_start|im_end|system|user|assistant|endoftext|start_header_id|eot_id|end)\|>|\[\/?inst\]|<<\/?sys>>|<\/?(?:system|assistant|start_of_turn|end_of_turn)>|(?<!#)#{2,6} ?(?:system|instructions?|assistant|response|human) ?:|\bend of (?:document|context|system prompt)\b[^.]{0,20}\b(?:new|begin|start|user|system)\b/,
  },
  {
    name: 'tool call',
    weight: 2,
    pattern:
      /<\/?(?:tool_call|function_calls?|tool_use|invoke name|tool_code)\b|"(?:tool_calls|function_call|tool_use)" ?: ?[[{"]|\{ ?"(?:name|tool|function)" ?: ?"[\w.-]{1,40}" ?, ?"(?:arguments|parameters|args|input)" ?: ?\{/,
  },
  { name: 'turns of a conversation', weight: 1, pattern: /(?:^|\n)(?:system|assistant|human|user|ai) ?: ?\S/ },
]
