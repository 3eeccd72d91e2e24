/** Three axes seen from somewhere: a box that is turned, without perspective. */
import { planeIn } from "./space.js";

/** @import { Range, Space } from "./space.js" */

/** A cube of this half side fills the picture from any side. */
const REACH = 1.75;

/**
 * @param {{ width: number, height: number }} size
 * @param {Range[]} ranges
 * @param {{ turn: number, tilt: number }} eye in radians: around the third axis, and above the other two
 */
export function solidView({ width, height }, ranges, { turn, tilt }) {
  const scale = Math.min(width, height) / (2 * REACH);
  const [cosT, sinT, cosU, sinU] = [Math.cos(turn), Math.sin(turn), Math.cos(tilt), Math.sin(tilt)];
  /** From -1 to 1 on each axis. @param {number[]} p */
  const unit = (p) =>
    p.map((value, axis) => (2 * (value - ranges[axis][0])) / (ranges[axis][1] - ranges[axis][0]) - 1);
  /** To the right, up, and towards the eye. @param {number[]} p of the cube */
  const turned = ([x, y, z]) => {
    const [right, away] = [cosT * x - sinT * y, sinT * x + cosT * y];
    return [right, cosU * z + sinU * away, sinU * z - cosU * away];
  };
  /** @param {number[]} p of the cube @returns {[number, number]} */
  const flat = (p) => {
    const [right, up] = turned(p);
    return [width / 2 + scale * right, height / 2 - scale * up];
  };
  /** @param {number[]} p @returns {[number, number]} */
  const project = (p) => flat(unit(p));

  // The corner that is farthest away has the three edges that nothing hides.
  /** @type {number[]} */
  const signs = [0, 1, 2].map((axis) => {
    /** @type {number[]} */
    const direction = [0, 0, 0];
    direction[axis] = 1;
    return turned(direction)[2] > 0 ? -1 : 1;
  });
  /** @param {number[]} corner @param {number} axis */
  const edge = (corner, axis) => {
    const other = corner.slice();
    other[axis] = -corner[axis];
    return [flat(corner), flat(other)];
  };
  /** @type {[number, number][][]} */
  const hiddenEdges = [0, 1, 2].map((axis) => edge(signs, axis));
  for (let axis = 0; axis < 3; axis++) {
    const corner = signs.slice();
    corner[axis] = -corner[axis];
    for (const other of [(axis + 1) % 3, (axis + 2) % 3]) hiddenEdges.push(edge(corner, other));
  }

  return {
    project,
    hiddenEdges,
    /** An edge for each axis, below the points or to their left, and where its name stands. */
    axes: [0, 1, 2].map((axis) => {
      const edges = [-1, 1].flatMap((one) =>
        [-1, 1].map((other) => {
          /** @type {number[]} */
          const corner = [-1, -1, -1];
          [corner[(axis + 1) % 3], corner[(axis + 2) % 3]] = [one, other];
          return edge(corner, axis);
        }),
      );
      /** @param {number[][]} ends */
      const outside = ([[x1, y1], [x2, y2]]) => (axis === 2 ? -x1 - x2 : y1 + y2);
      const ends = edges.reduce((best, ends) => (outside(ends) > outside(best) ? ends : best));
      const middle = [0, 1].map((k) => (ends[0][k] + ends[1][k]) / 2);
      const [dx, dy] = [middle[0] - width / 2, middle[1] - height / 2];
      const far = Math.hypot(dx, dy) || 1;
      return { ends, middle: [middle[0] + (14 * dx) / far, middle[1] + (14 * dy) / far + 4] };
    }),
    /** Examples in the order in which they are painted, the farthest first. @param {ArrayLike<number>[]} points */
    byDepth(points) {
      const depths = Float64Array.from(points[0], (_, k) => turned(unit(points.map((axis) => axis[k])))[2]);
      return [...depths.keys()].sort((j, k) => depths[j] - depths[k]);
    },
    /** The output's plane in the box, and which examples it hides. @param {Space} space */
    plane({ normal, offset, level, points }) {
      const [n] = normal;
      const corners = planeIn(n, level - offset[0], ranges).map(project);
      const scaled = n.map((value, axis) => value * (ranges[axis][1] - ranges[axis][0]));
      // The eye is on the side to which the plane's normal turns.
      const facing = scaled.reduce((sum, value, axis) => {
        const direction = [0, 0, 0];
        direction[axis] = 1;
        return sum + value * turned(direction)[2];
      }, 0);
      return {
        corners,
        /** @param {number} k */
        behind: (k) =>
          (n.reduce((sum, value, axis) => sum + value * points[axis][k], offset[0]) - level) * facing < 0,
      };
    },
  };
}
