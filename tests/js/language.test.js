import { strict as assert } from "node:assert";
import { test } from "node:test";
import { createSpeech, language, say, sayCount } from "../../static/js/language.js";

const chinese = createSpeech({
  language: "zh-CN",
  messages: {
    Pause: ["暂停"],
    "Unit {number}": ["单元 {number}"],
    "{count} parameter": ["{count} 个参数"],
  },
  server: {
    "must be from {low} to {high}": "必须在 {low} 到 {high} 之间",
    "must be {what}": "必须是{what}",
    "a number": "数字",
    "{shown}: {rule}": "{shown}：{rule}",
    "a run that has finished cannot {what}: {reason} Raise that first.":
      "已结束的运行不能{what}：{reason}请先提高。",
    play: "播放",
    "Iteration {iteration} was the last.": "第 {iteration} 次迭代是最后一次。",
  },
});

test("without words in the page it speaks English", () => {
  assert.equal(language, "en");
  assert.equal(say("Unit {number}", { number: 3 }), "Unit 3");
  assert.equal(sayCount("{count} parameter", "{count} parameters", 1, { count: 1 }), "1 parameter");
  assert.equal(sayCount("{count} parameter", "{count} parameters", 17, { count: 17 }), "17 parameters");
});

test("a text has its words in another language, with its values", () => {
  assert.equal(chinese.say("Pause"), "暂停");
  assert.equal(chinese.say("Unit {number}", { number: 3 }), "单元 3");
  for (const count of [1, 17])
    assert.equal(
      chinese.sayCount("{count} parameter", "{count} parameters", count, { count }),
      `${count} 个参数`,
    );
});

test("a text without words, or a value that is not given, stays as it is", () => {
  assert.equal(chinese.say("Not yet"), "Not yet");
  assert.equal(chinese.say("Unit {number}", {}), "单元 {number}");
});

test("what the server says is repeated, its values and parts as well", () => {
  assert.equal(chinese.repeat("must be from 1 to 256"), "必须在 1 到 256 之间");
  assert.equal(chinese.repeat("must be a number"), "必须是数字");
  assert.equal(chinese.repeat("width=0: must be from 1 to 256"), "width=0：必须在 1 到 256 之间");
  assert.equal(
    chinese.repeat("a run that has finished cannot play: Iteration 10 was the last. Raise that first."),
    "已结束的运行不能播放：第 10 次迭代是最后一次。请先提高。",
  );
  assert.equal(chinese.repeat("something new (really?)"), "something new (really?)");
});

test("values never become patterns or values again", () => {
  assert.equal(chinese.say("Unit {number}", { number: "{number} $& \\1" }), "单元 {number} $& \\1");
});
