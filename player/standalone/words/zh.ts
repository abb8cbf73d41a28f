import type { Words } from './en.ts';

export const zh: Words = {
  contents: '目录',
  exit: '退出',
  previous: '上一步',
  continue: '继续',
  dismiss: '关闭',
  nobody: '未找到学习平台，因此不会记录任何内容。请从平台打开课程以保留记录。',
  notKept: '此平台能保存的内容少于课程所需。你的成绩有效，但学习位置可能会丢失。',
  missing: '无法打开课程。请重新加载页面；如果仍然无效，则说明导出的课程不完整。',
  noNode: '课程中没有这一部分。平台请求了不存在的部分。',
  ended: '已完成。可以关闭此窗口。',
  status: {
    passed: '通过',
    failed: '未通过',
    completed: '已完成',
    incomplete: '进行中',
    unknown: '未开始',
  },
};
