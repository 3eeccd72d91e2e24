"""Every word of a report that is not the catalog's, in the languages of the product."""

from collections.abc import Mapping

from core.registry import Text

LANGUAGES = ("en", "zh-CN")
WORDS: Mapping[str, Text] = {
    "title": Text("Report of a run", "训练报告"),
    "made": Text("Made with Shallowscope", "由 Shallowscope 生成"),
    "needs": Text("This file is complete: it opens without a network.", "此文件内容完整,无需联网即可打开。"),
    "result": Text("Result", "结果"),
    "state": Text("State", "状态"),
    "ready": Text("ready", "就绪"),
    "running": Text("running", "运行中"),
    "paused": Text("paused", "已暂停"),
    "finished": Text("finished", "已结束"),
    "diverged": Text("diverged", "已发散"),
    "iteration": Text("Iteration", "迭代"),
    "epoch": Text("Epoch", "轮次"),
    "training": Text("Training", "训练"),
    "test": Text("Test", "测试"),
    "cost": Text("Cost", "代价"),
    "accuracy": Text("Accuracy", "准确率"),
    "r2": Text("R²", "R²"),
    "not_finite": Text("not finite", "非有限值"),
    "curves": Text("Cost and accuracy", "代价与准确率"),
    "cost_curve": Text("Cost of every iteration", "每次迭代的代价"),
    "accuracy_curve": Text("Accuracy of every iteration", "每次迭代的准确率"),
    "surface": Text("Prediction surface", "预测曲面"),
    "curve": Text("Prediction", "预测"),
    "boundary": Text("Decision boundary", "决策边界"),
    "prediction": Text("Prediction", "预测值"),
    "data": Text("Data", "数据"),
    "target": Text("Target", "目标值"),
    "class": Text("Class", "类别"),
    "confusion": Text("Confusion matrix", "混淆矩阵"),
    "true_class": Text("True class", "真实类别"),
    "predicted_class": Text("Predicted class", "预测类别"),
    "configuration": Text("Configuration", "配置"),
    "configuration.data": Text("Data", "数据"),
    "configuration.network": Text("Network", "网络"),
    "configuration.training": Text("Training", "训练"),
    "changes": Text(
        "Hyperparameters or parameters were changed by hand so often:", "手动更改超参数或参数的次数:"
    ),
    "points": Text("points", "个数据点"),
    "given": Text("given", "已给定"),
    "none": Text("none", "无"),
    "yes": Text("yes", "是"),
    "no": Text("no", "否"),
}


def said(text: Text, language: str) -> str:
    """Return a text in a language."""
    return text.en if language == "en" else text.zh


def words(language: str) -> dict[str, str]:
    """Return every word by its key."""
    return {key: said(text, language) for key, text in WORDS.items()}
