//! What is measured, by which formula, and who proposed it: shown as help beside the numbers.

use crate::lang::Lang;

/// A measure as it is explained.
#[derive(Debug, Clone, Copy)]
pub struct Measure {
    zh: (&'static str, &'static str),
    en: (&'static str, &'static str),
    pub formula: &'static str,
    /// Where it was proposed; empty where there is nothing to propose.
    pub source: &'static str,
}

impl Measure {
    pub fn name(&self, lang: Lang) -> &'static str {
        lang.pick(self.zh.0, self.en.0)
    }

    /// What it says, in a sentence.
    pub fn meaning(&self, lang: Lang) -> &'static str {
        lang.pick(self.zh.1, self.en.1)
    }
}

pub const MEASURES: &[Measure] = &[
    Measure {
        zh: ("MATTR", "词汇的丰富程度：每一百个连续的词里有多少个不同的词；不随篇幅变化"),
        en: ("MATTR", "Richness of vocabulary: distinct words in a hundred, whatever the length"),
        formula: "mean over all windows of 100 words: types / 100",
        source: "Covington & McFall 2010",
    },
    Measure {
        zh: ("TF–IDF", "这里常见、别处少见的词；文档不足五十篇时 idf 取自 jieba 的词表"),
        en: ("TF–IDF", "Words common here and rare elsewhere; below 50 documents idf is jieba's table"),
        formula: "freq / words × ln(N / n)",
        source: "Spärck Jones 1972",
    },
    Measure {
        zh: ("TextRank", "与许多重要的词为邻的词：五词之内的名词、动词互相推荐"),
        en: ("TextRank", "Words beside many words of weight: nouns and verbs within five words"),
        formula: "w(v) = 1 − d + d Σ w(u) · near(u, v) / Σ near(u, ·), d = 0.85",
        source: "Mihalcea & Tarau 2004",
    },
    Measure {
        zh: ("G²", "两处用词的差别是否偶然：3.84 为 p < .05，6.63 为 .01，10.83 为 .001"),
        en: ("G²", "Whether a difference in use is chance: 3.84 is p < .05, 6.63 .01, 10.83 .001"),
        formula: "2 (a ln(a / E₁) + b ln(b / E₂)), E = size × (a + b) / (c + d)",
        source: "Rayson & Garside 2000",
    },
    Measure {
        zh: ("对数比", "差别有多大：每加一，相对频率之比翻一倍；没有出现按半次计"),
        en: ("Log ratio", "How large the difference is: one more doubles it; no occurrence counts one half"),
        formula: "log₂((a / c) / (b / d))",
        source: "Hardie 2014",
    },
    Measure {
        zh: ("logDice", "两个词结伴的程度：最高十四，加一即翻一倍；不随篇幅变化"),
        en: ("logDice", "How much two words keep company: 14 at most, one more is twice as much"),
        formula: "14 + log₂(2 f(xy) / (f(x) + f(y)))",
        source: "Rychlý 2008",
    },
    Measure {
        zh: ("MI", "两个词同现比偶然多多少：每加一，多一倍；偏爱少见的词"),
        en: ("MI", "How much oftener than by chance two words meet: one more is twice; favours rare words"),
        formula: "log₂(O / E), E = f(x) × places near the node / words",
        source: "Church & Hanks 1990",
    },
    Measure {
        zh: ("t", "两个词同现是否不止偶然：二以上大致可信；偏爱常见的词"),
        en: ("t", "Whether two words meet by more than chance: from 2 on; favours common words"),
        formula: "(O − E) / √O",
        source: "Church et al. 1991",
    },
    Measure {
        zh: ("重复", "前面已出现过的行、十六字片段所占的字数；三成以上可疑"),
        en: (
            "Repetition",
            "Characters of lines, or of runs of 16, that stood there before; doubtful above 0.3",
        ),
        formula: "characters repeated / characters",
        source: "Rae et al. 2021 (Gopher)",
    },
    Measure {
        zh: ("断句", "以句末标点结束的段落所占的比例；不足 0.12 可疑"),
        en: ("Ended", "Paragraphs that end like a sentence; doubtful below 0.12"),
        formula: "paragraphs with an end mark / paragraphs",
        source: "Penedo et al. 2024 (FineWeb)",
    },
    Measure {
        zh: ("DP", "词散布得是否均匀：零为处处一样，近一为聚在一处；各篇为一份，单篇分十份"),
        en: ("DP", "How evenly a word is spread: 0 evenly, near 1 in one place; documents, or ten parts"),
        formula: "½ Σ |share of the word − share of the text|",
        source: "Gries 2008",
    },
    Measure {
        zh: ("相似度", "五字片段的重合程度；七成以上为近似重复"),
        en: ("Likeness", "Runs of five characters in common; near-duplicates from 0.7"),
        formula: "|A ∩ B| / |A ∪ B|, by 128 minima (MinHash), ± 0.045",
        source: "Broder 1997",
    },
    Measure {
        zh: ("走势", "一个词在各日、月、季、年的用量，按每百万词计"),
        en: ("Trend", "Use of a word from period to period in a million words"),
        formula: "freq / words of the period × 10⁶",
        source: "",
    },
    Measure {
        zh: ("阅读时间", "汉字每分钟四百个，西文每分钟二百三十八词"),
        en: ("Reading time", "400 Han characters or 238 words a minute"),
        formula: "han / 400 + latin words / 238",
        source: "Brysbaert 2019",
    },
];
