"""Traditional Chinese characters with the simplified ones of the same names, so that one spelling finds both."""

from __future__ import annotations

from functools import cache

from monitor.gazetteer import Alias, shortened

_TRADITIONAL = (
    "與撾"
    "亞爾羅馬蘭維諾內魯納貝傑喬倫萊蘇賓達頓鮑賽約盧漢門凱澤圖費韋麗奧別聯國歐會議東協組織際貨幣銀衛貿環發"
    "總統長選舉軍陸臺灣韓廣華紐賴習鄧烏紹薩謝圍遜溫勞聖龍寶島灘濱濟營緬臘葉肅訓賀錦陽陰陣隊蓋藍號衝裡裝複"
    "覽觀計訂設訪證評詢試話該認語誤說誰課調談請論諸謀講謙識譯護讓貓財責貧貪購貴買貢資賣賞質賠贊贏趙躍車軌"
    "軟載輕輪輸轉農邊遠遞遺鄉釋針鈔鋼錄錢鐵鎮開間關陳雙雜離難雲電靈靜頁頂項順預領頭題顏願類風飛養餘館駐驗"
    "體魚鮮鳥鳳鷹麥黃點黨齊齡並亂佈來俠侖倉個們偉側傳債傷價優儲兒兩冊凍則剛創劃劇劉劍務動勝勢勵區參吳員問"
    "啟單喪嚴園圓團執堅報場塊墾壓壞壯夢夾奪奮婦媽學孫寧實審寫寬將專尋對導屆層屬岡峽崗嶺師帳帶幫幹庫廈廠廢"
    "廳張強彈彎徑從復徵慶憂應懷戰戲戶拋挾掃採揚換損擊擔據擴擺攝敗敵數時晉暫書條極構槍樂樓標樞樣機橋檢權歲"
    "歷歸殺殘毀氣決沖況洩涼淚淨減測湯準滅漲漸潔潛澀濃災為無煙熱爭爺牆獎獨獲獸現瑪璽產畢異當療盡監盤盜眾碼"
    "確礎礙禍禮種稱穩競筆節範築簡簽籌糧級紅紀細終結給經綠網緊線編練縣縮繼續罰義職脫腦臨舊艦艱莊萬蔣藝藥處"
    "虛蟲術衆補製親訊記許詳誠變豐負賭跡輔辦辭辯遷還邁鄰醫釣鈴鋒錯鍵鎖鐘闊隨險隱霧鞏響頒顧騎驚麼恆悅瓊禎穌"
    "緯蕭豬鄭錫鎢鍾閣閩陝雋顯颱騰鬥鴻鶴剎厲廬樺濤瀋灕畫祿窩筍籃紛絲綏緒繆羋聰膽薦蠻襲詩譚賈贛趨輝轟逕郵鄒"
    "鈞銘鋁錶鑒閉闖陞隸雞霑頌顥飄馮駿驅骯髮鬧鯨鴿鹽齒龐龔噸囑墊壇壟姍娛嬌孿宮屍崙嶼巒幟廟弒恥慘慣慮懇懲懸"
    "戀掛搶撐撥撲擁擋擠擬擾攔攜敘斃斬斷於昇暈曆曉朮棄棗棟棧楊榮槓殼毆氫沒滬滯漁潤潰濫瀾煉爐犧猶獄獵玀瑣甦"
    "癱皺盃睏矯砲祕禦稅穀竄紗紙純紡紮絕絡綁綱緝緩縱縫繞纜罷聞聲聾脅脈腫膠艙蘋蝦蠟詐詞諒諜謂謊譴豎貫販貶賄"
    "賢蹤軀輯輿轄迴釀鈾鉅銳鏈鑽閒闆闡雖顛飾餓饑駁駕騙驟鹼"
)
_SIMPLIFIED = (
    "与挝"
    "亚尔罗马兰维诺内鲁纳贝杰乔伦莱苏宾达顿鲍赛约卢汉门凯泽图费韦丽奥别联国欧会议东协组织际货币银卫贸环发"
    "总统长选举军陆台湾韩广华纽赖习邓乌绍萨谢围逊温劳圣龙宝岛滩滨济营缅腊叶肃训贺锦阳阴阵队盖蓝号冲里装复"
    "览观计订设访证评询试话该认语误说谁课调谈请论诸谋讲谦识译护让猫财责贫贪购贵买贡资卖赏质赔赞赢赵跃车轨"
    "软载轻轮输转农边远递遗乡释针钞钢录钱铁镇开间关陈双杂离难云电灵静页顶项顺预领头题颜愿类风飞养余馆驻验"
    "体鱼鲜鸟凤鹰麦黄点党齐龄并乱布来侠仑仓个们伟侧传债伤价优储儿两册冻则刚创划剧刘剑务动胜势励区参吴员问"
    "启单丧严园圆团执坚报场块垦压坏壮梦夹夺奋妇妈学孙宁实审写宽将专寻对导届层属冈峡岗岭师帐带帮干库厦厂废"
    "厅张强弹弯径从复征庆忧应怀战戏户抛挟扫采扬换损击担据扩摆摄败敌数时晋暂书条极构枪乐楼标枢样机桥检权岁"
    "历归杀残毁气决冲况泄凉泪净减测汤准灭涨渐洁潜涩浓灾为无烟热争爷墙奖独获兽现玛玺产毕异当疗尽监盘盗众码"
    "确础碍祸礼种称稳竞笔节范筑简签筹粮级红纪细终结给经绿网紧线编练县缩继续罚义职脱脑临旧舰艰庄万蒋艺药处"
    "虚虫术众补制亲讯记许详诚变丰负赌迹辅办辞辩迁还迈邻医钓铃锋错键锁钟阔随险隐雾巩响颁顾骑惊么恒悦琼祯稣"
    "纬萧猪郑锡钨钟阁闽陕隽显台腾斗鸿鹤刹厉庐桦涛沈漓画禄窝笋篮纷丝绥绪缪芈聪胆荐蛮袭诗谭贾赣趋辉轰迳邮邹"
    "钧铭铝表鉴闭闯升隶鸡沾颂颢飘冯骏驱肮发闹鲸鸽盐齿庞龚吨嘱垫坛垄姗娱娇孪宫尸仑屿峦帜庙弑耻惨惯虑恳惩悬"
    "恋挂抢撑拨扑拥挡挤拟扰拦携叙毙斩断于升晕历晓术弃枣栋栈杨荣杠壳殴氢没沪滞渔润溃滥澜炼炉牺犹狱猎猡琐苏"
    "瘫皱杯困矫炮秘御税谷窜纱纸纯纺扎绝络绑纲缉缓纵缝绕缆罢闻声聋胁脉肿胶舱苹虾蜡诈词谅谍谓谎谴竖贯贩贬贿"
    "贤踪躯辑舆辖回酿铀巨锐链钻闲板阐虽颠饰饿饥驳驾骗骤碱"
)
_TABLE = str.maketrans(_TRADITIONAL, _SIMPLIFIED)


def simplified(text: str) -> str:
    """Return the text in simplified characters, one for one, so that places in it stay the same.

    >>> simplified("聯合國與歐盟")
    '联合国与欧盟'
    """
    return text.translate(_TABLE)


@cache
def _beside() -> tuple[dict[str, str], dict[str, str]]:
    """Return, by the character of a country, what before it and behind it makes another word."""
    return {row.character: row.not_behind for row in shortened()}, {
        row.character: row.not_before for row in shortened()
    }


def is_cut(simple: str, start: int, end: int) -> bool:
    """Return whether a country's one character is but a part of a word: the 美 of 对美好生活, the 日 of 5日美军.

    `simple` is the text in simplified characters.
    """
    behind, before = _beside()
    return (start > 0 and simple[start - 1] in behind.get(simple[start], "")) or (
        end < len(simple) and simple[end] in before.get(simple[end - 1], "")
    )


@cache
def thirds() -> dict[str, Alias]:
    """Return the characters of countries that may follow a pair of them, each as a name."""
    return {
        row.character: Alias(text=row.character, tags=(f"country:{row.code}",), languages=("zh",), rule="compound")
        for row in shortened()
        if row.place == "both"
    }
