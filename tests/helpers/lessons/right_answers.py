"""Right answers in many styles: for each exercise the bodies of functions, or whole cells, with a line of two dashes between them."""

RIGHT = {
    "weighted_sum": """
return np.dot(weights, inputs)
--
return sum(w * v for w, v in zip(weights, inputs))
--
total = 0
for i in range(len(weights)):
    total += weights[i] * inputs[i]
return total
--
return float(weights @ inputs)
--
return np.einsum('i,i->', weights, inputs)
--
def weighted_sum(weights, inputs, start=0.0):
    for w, v in zip(weights, inputs):
        start = start + w * v
    return start
--
def weighted_sum(weights, inputs, *, bias=0):
    return (weights * inputs).sum() + bias
--
def times(one, other):
    return one * other

def weighted_sum(weights, inputs):
    return sum(map(times, weights, inputs))
""",
    "quadratic": """
return (a * x + b) * x + c
--
return np.polyval([a, b, c], x)
--
return np.array([a * each**2 + b * each + c for each in x])
--
y = np.zeros(len(x))
for i in range(len(x)):
    y[i] = a * x[i] * x[i] + b * x[i] + c
return y
--
return a * np.square(x) + np.multiply(b, x) + c
--
from functools import wraps

def shown(function):
    @wraps(function)
    def inner(*args, **kwargs):
        return function(*args, **kwargs)
    return inner

@shown
def quadratic(x, a, b, c):
    return a * x**2 + b * x + c
""",
    "residuals": """
return np.subtract(predictions, targets)
--
return -(targets - predictions)
--
return np.array([p - t for p, t in zip(predictions, targets)])
--
r = predictions.copy()
r -= targets
return r
--
r = np.empty(len(targets))
for i in range(len(targets)):
    r[i] = predictions[i] - targets[i]
return r
""",
    "relu": """
return np.where(z > 0, z, 0)
--
return z * (z > 0)
--
return (z + np.abs(z)) / 2
--
return np.clip(z, 0, None)
--
out = z.copy()
out[out < 0] = 0
return out
--
return np.array([max(0, v) for v in z.ravel()]).reshape(z.shape)
--
return np.array([v if v > 0 else 0 for v in z.flatten().tolist()]).reshape(z.shape)
--
return np.vectorize(lambda v: max(v, 0.0))(z)
--
return np.maximum(0, z)
--
return np.where(z <= 0, 0, z)
--
out = np.zeros_like(z)
for place, v in np.ndenumerate(z):
    if v > 0:
        out[place] = v
return out
""",
    "hinge": """
if w == 0:
    return np.nan
return -b / w
--
return np.nan if w == 0 else -b / w
--
if w:
    return -b / w
return float('nan')
--
try:
    return -b / w
except ZeroDivisionError:
    return math.nan
--
from functools import lru_cache

@lru_cache
def hinge(w, b):
    return -b / w if w != 0 else np.nan
--
from functools import cache

@cache
def hinge(w, b):
    if w == 0:
        return np.nan
    return (0 - b) / w
--
if abs(w) > 0:
    return -(b / w)
else:
    return np.nan
""",
    "layer": """
return np.dot(x, W) + b
--
return np.matmul(x, W) + b
--
return b + x.dot(W)
--
return np.einsum('ij,jk->ik', x, W) + b
--
return np.array([row @ W + b for row in x])
--
out = np.zeros((len(x), len(b)))
for i in range(len(x)):
    for j in range(len(b)):
        out[i, j] = b[j]
        for k in range(len(W)):
            out[i, j] += x[i, k] * W[k, j]
return out
--
return (W.T @ x.T).T + b
--
return np.hstack([x, np.ones((len(x), 1))]) @ np.vstack([W, b])
--
return (x[:, :, None] * W[None]).sum(axis=1) + b[None, :]
""",
    "network": """
hidden = relu(layer(x, W1, b1))
return layer(hidden, W2, b2)
--
z = x @ W1 + b1
return np.maximum(z, 0) @ W2 + b2
--
h = x.dot(W1) + b1
h[h < 0] = 0
return h.dot(W2) + b2
--
out = np.zeros((len(x), len(b2)))
for i in range(len(x)):
    hidden = [max(0, sum(x[i, k] * W1[k, j] for k in range(len(W1))) + b1[j]) for j in range(len(b1))]
    for o in range(len(b2)):
        out[i, o] = sum(hidden[j] * W2[j, o] for j in range(len(b1))) + b2[o]
return out
--
return np.array([np.maximum(row @ W1 + b1, 0) @ W2 + b2 for row in x])
""",
    "mean_absolute_error": """
return np.abs(predictions - targets).mean()
--
return np.sum(np.abs(targets - predictions)) / len(targets)
--
return sum(abs(p - t) for p, t in zip(predictions, targets)) / len(targets)
--
total = 0
for i in range(len(targets)):
    if predictions[i] > targets[i]:
        total += predictions[i] - targets[i]
    else:
        total += targets[i] - predictions[i]
return total / len(targets)
--
return np.average(np.sqrt((predictions - targets)**2))
--
return np.linalg.norm(predictions - targets, 1) / predictions.size
--
return float(np.mean(np.abs(residuals(predictions, targets))))
""",
    "mean_squared_error": """
return ((predictions - targets)**2).mean()
--
r = predictions - targets
return r @ r / len(r)
--
return sum((p - t)**2 for p, t in zip(predictions, targets)) / len(targets)
--
return np.mean(np.square(residuals(predictions, targets)))
--
return np.var(predictions - targets) + np.mean(predictions - targets)**2
--
total = 0
for p, t in zip(predictions, targets):
    total += (p - t) * (p - t)
return total / len(predictions)
""",
    "best_constant": """
t = np.sort(targets)
n = len(t)
if n % 2:
    return t[n // 2]
return (t[n // 2 - 1] + t[n // 2]) / 2
--
t = sorted(targets)
return (t[(len(t) - 1) // 2] + t[len(t) // 2]) / 2
--
return np.quantile(targets, 0.5)
--
return np.percentile(targets, 50)
--
import statistics
return statistics.median(targets)
--
return float(np.median(targets.copy()))
--
t = list(targets)
while len(t) > 2:
    t.remove(max(t))
    t.remove(min(t))
return sum(t) / len(t)
""",
    "numerical_gradient": """
gradient = []
for i in range(len(parameters)):
    up, down = parameters.copy(), parameters.copy()
    up[i] += h
    down[i] -= h
    gradient.append((loss(up) - loss(down)) / (2 * h))
return np.array(gradient)
--
return np.array([(loss(parameters + row) - loss(parameters - row)) / (2 * h) for row in h * np.eye(len(parameters))])
--
gradient = np.empty_like(parameters)
p = np.array(parameters)
for i in range(p.size):
    kept = p[i]
    p[i] = kept + h
    above = loss(p)
    p[i] = kept - h
    below = loss(p)
    p[i] = kept
    gradient[i] = (above - below) / 2 / h
return gradient
--
gradient = np.zeros(len(parameters))
for i in range(len(parameters)):
    kept = parameters[i]
    parameters[i] = kept + h
    above = loss(parameters)
    parameters[i] = kept - h
    below = loss(parameters)
    parameters[i] = kept
    gradient[i] = (above - below) / (2 * h)
return gradient
""",
    "mae_gradient": """
a, b, c = parameters
s = np.sign(a * x**2 + b * x + c - y)
return np.array([np.mean(s * x**2), np.mean(s * x), np.mean(s)])
--
s = np.sign(quadratic(x, *parameters) - y)
return np.array([(s * x**2).sum(), (s * x).sum(), s.sum()]) / len(x)
--
powers = np.stack([x**2, x, np.ones(len(x))])
return powers @ np.sign(parameters @ powers - y) / len(x)
--
r = residuals(quadratic(x, *parameters), y)
s = np.where(r > 0, 1, np.where(r < 0, -1, 0))
return np.array([np.mean(s * x * x), np.mean(s * x), np.mean(s)])
--
g = np.zeros(3)
for x_i, y_i in zip(x, y):
    r = parameters[0] * x_i**2 + parameters[1] * x_i + parameters[2] - y_i
    if r > 0:
        g += [x_i**2, x_i, 1]
    elif r < 0:
        g -= [x_i**2, x_i, 1]
return g / len(x)
--
r = quadratic(x, parameters[0], parameters[1], parameters[2]) - y
s = (r > 0) * 1 - (r < 0) * 1
return np.array([np.mean(s * x**k) for k in (2, 1, 0)])
""",
    "step": """
return parameters - gradient * rate
--
return np.array([p - rate * g for p, g in zip(parameters, gradient)])
--
new = parameters.copy()
new -= rate * gradient
return new
--
return parameters + (-rate) * gradient
--
new = np.zeros(len(parameters))
for i in range(len(parameters)):
    new[i] = parameters[i] - rate * gradient[i]
return new
""",
    "gradient_descent": """
path = [start]
for _ in range(steps):
    path.append(path[-1] - rate * gradient(path[-1]))
return np.array(path)
--
path = np.zeros((steps + 1, len(start)))
path[0] = start
for i in range(steps):
    path[i + 1] = step(path[i], gradient(path[i]), rate)
return path
--
p = start.copy()
path = [p.copy()]
for _ in range(steps):
    p -= rate * gradient(p)
    path.append(p.copy())
return np.stack(path)
--
path = np.array([start])
while len(path) < steps + 1:
    path = np.vstack([path, step(path[-1], gradient(path[-1]), rate)])
return path
--
import itertools
return np.array(list(itertools.accumulate(range(steps), lambda p, _: p - rate * gradient(p), initial=start)))
""",
    "relu_backward": """
return np.where(z > 0, upstream, 0)
--
dz = upstream.copy()
dz[z <= 0] = 0
return dz
--
dz = np.zeros(z.shape)
dz[z > 0] = upstream[z > 0]
return dz
--
return upstream * (relu(z) > 0)
--
return np.array([u if v > 0 else 0 for u, v in zip(upstream.ravel(), z.ravel())]).reshape(z.shape)
--
return np.multiply(upstream, np.heaviside(z, 0))
--
slopes = (z > 0).astype(int)
return slopes * upstream
""",
    "layer_backward": """
dx = np.dot(upstream, W.T)
dW = np.dot(x.T, upstream)
db = np.sum(upstream, axis=0)
return dx, dW, db
--
return [upstream @ W.T, x.T @ upstream, upstream.sum(0)]
--
return np.einsum('nu,iu->ni', upstream, W), np.einsum('ni,nu->iu', x, upstream), np.einsum('nu->u', upstream)
--
return (W @ upstream.T).T, (upstream.T @ x).T, np.ones(len(x)) @ upstream
--
dW = np.zeros(W.shape)
for i in range(len(x)):
    dW += np.outer(x[i], upstream[i])
return upstream @ W.T, dW, sum(upstream)
--
from typing import NamedTuple

class Gradients(NamedTuple):
    x: np.ndarray
    W: np.ndarray
    b: np.ndarray

def layer_backward(upstream, x, W):
    return Gradients(upstream @ W.T, x.T @ upstream, upstream.sum(axis=0))
--
dx, dW, db = np.zeros(x.shape), np.zeros(W.shape), np.zeros(W.shape[1])
for n in range(x.shape[0]):
    for i in range(x.shape[1]):
        for u in range(W.shape[1]):
            dx[n, i] += upstream[n, u] * W[i, u]
            dW[i, u] += upstream[n, u] * x[n, i]
for row in upstream:
    db += row
return dx, dW, db
""",
    "backpropagate": """
z = layer(x, W1, b1)
hidden = relu(z)
r = layer(hidden, W2, b2) - y
loss = np.mean(np.abs(r))
u = np.sign(r) / r.size
u, dW2, db2 = layer_backward(u, hidden, W2)
_, dW1, db1 = layer_backward(relu_backward(u, z), x, W1)
return loss, dW1, db1, dW2, db2
--
z = x @ W1 + b1
h = np.maximum(0, z)
r = h @ W2 + b2 - y
d = np.sign(r) / y.size
dz = d @ W2.T * (z > 0)
return np.abs(r).mean(), x.T @ dz, dz.sum(axis=0), h.T @ d, d.sum(axis=0)
--
z1 = np.dot(x, W1) + b1
a1 = np.where(z1 > 0, z1, 0)
out = np.dot(a1, W2) + b2
n, m = y.shape
d_out = np.where(out > y, 1, np.where(out < y, -1, 0)) / (n * m)
dW2 = np.dot(a1.T, d_out)
db2 = d_out.sum(axis=0)
d1 = np.dot(d_out, W2.T)
d1[z1 <= 0] = 0
return mean_absolute_error(out, y), np.dot(x.T, d1), d1.sum(axis=0), dW2, db2
""",
    "sweep": """
losses = []
for rate in rates:
    path = gradient_descent(lambda p: mae_gradient(p, x, y), np.zeros(3), rate, steps)
    losses.append([mean_absolute_error(quadratic(x, *p), y) for p in path])
return np.array(losses)
--
losses = np.zeros((len(rates), steps + 1))
for i, rate in enumerate(rates):
    p = np.zeros(3)
    for j in range(steps + 1):
        losses[i, j] = np.mean(np.abs(quadratic(x, *p) - y))
        p = p - rate * mae_gradient(p, x, y)
return losses
--
P = np.stack([x**2, x, np.ones(len(x))])
p = np.zeros((len(rates), 3))
columns = [np.abs(p @ P - y).mean(axis=1)]
for _ in range(steps):
    p = p - rates.reshape(-1, 1) * np.sign(p @ P - y) @ P.T / len(x)
    columns.append(np.abs(p @ P - y).mean(axis=1))
return np.stack(columns, axis=1)
""",
    "largest_stable_rate": """
P = np.stack([x**2, x, np.ones_like(x)], axis=1)
return 2 / np.linalg.eigvalsh(2 * P.T @ P / len(x))[-1]
--
P = np.stack([x**2, x, np.ones_like(x)])
return 2 / np.max(np.linalg.eigvalsh(2 * P @ P.T / len(x)))
--
P = np.vander(x, 3)
return len(x) / np.linalg.norm(P, 2)**2
--
P = np.stack([x**2, x, np.ones_like(x)])
return 2 / np.max(np.linalg.eigvalsh(2 * P.T @ P / len(x)))
--
P = np.stack([x**2, x, x**0], axis=1)
return float(2 / max(np.linalg.eigvals(2 * P.T @ P / len(x)).real))
""",
    "halving_schedule": """
return rate / 2 ** (step // every)
--
for _ in range(step // every):
    rate = rate / 2
return rate
--
while step >= every:
    rate, step = rate / 2, step - every
return rate
--
return rate * 2.0 ** -(step // every)
--
return rate * math.pow(0.5, math.floor(step / every))
--
from functools import lru_cache

@lru_cache(maxsize=None)
def halving_schedule(rate, step, every):
    return rate if step < every else halving_schedule(rate, step - every, every) / 2
--
for i in range(1, step + 1):
    if i % every == 0:
        rate *= 0.5
return rate
""",
    "multiply": """
return Value(one.data * other.data, (one, other), (other.data, one.data))
--
product = Value(one.data * other.data)
product.parents = (one, other)
product.slopes = (other.data, one.data)
return product
--
return Value(data=one.data * other.data, parents=(one, other), slopes=(other.data, one.data))
""",
    "send_back": """
for parent, slope in zip(value.parents, value.slopes):
    parent.gradient = parent.gradient + value.gradient * slope
--
for i in range(len(value.parents)):
    value.parents[i].gradient += value.slopes[i] * value.gradient
--
for parent, slope in zip(value.parents, value.slopes):
    parent.gradient += slope * value.gradient
return value
--
if value.gradient == 0:
    return
for i, parent in enumerate(value.parents):
    parent.gradient += value.gradient * value.slopes[i]
--
for parent, slope in zip(value.parents, value.slopes):
    parent.gradient += slope * value.gradient
return [parent.gradient for parent in value.parents]
""",
    "momentum_step": """
velocity = momentum * velocity + gradient
return parameters - rate * velocity, velocity
--
v = velocity * momentum + gradient
p = parameters - v * rate
return p, v
--
new = np.add(momentum * velocity, gradient)
return (parameters - rate * momentum * velocity - rate * gradient, new)
--
velocity = velocity - (1 - momentum) * velocity + gradient
return step(parameters, velocity, rate), velocity
--
velocity = velocity.copy()
parameters = parameters.copy()
velocity *= momentum
velocity += gradient
parameters -= rate * velocity
return parameters, velocity
""",
    "split": """
cut = len(order) - held_out
return x[order[:cut]], y[order[:cut]], x[order[cut:]], y[order[cut:]]
--
x, y = x[order], y[order]
cut = len(x) - held_out
return x[:cut], y[:cut], x[cut:], y[cut:]
--
n = len(order) - held_out
x_train, x_test = np.split(x[order], [n])
y_train, y_test = np.split(y[order], [n])
return x_train, y_train, x_test, y_test
--
a, b, c, d = [], [], [], []
for k, place in enumerate(order):
    if k < len(order) - held_out:
        a.append(x[place])
        b.append(y[place])
    else:
        c.append(x[place])
        d.append(y[place])
return np.array(a), np.array(b), np.array(c), np.array(d)
""",
    "already_seen": """
return judged_on[np.isin(judged_on, seen)]
--
return np.array([place for place in judged_on if place in seen])
--
known = set(seen.tolist())
mask = [place in known for place in judged_on.tolist()]
return judged_on[mask]
--
return judged_on[(judged_on[:, None] == seen).any(axis=1)]
--
found = []
for place in judged_on:
    if np.any(seen == place):
        found.append(place)
return np.array(found)
""",
    "minibatches": """
return [order[start:start + size] for start in range(0, len(order), size)]
--
batches = []
while len(order) > 0:
    batches.append(order[:size])
    order = order[size:]
return batches
--
return np.split(order, range(size, len(order), size))
--
batches = []
for k in range(math.ceil(len(order) / size)):
    batches.append(order[k * size:(k + 1) * size])
return batches
--
return tuple(order[i:i + size].copy() for i in range(0, len(order), size))
""",
    "accuracy": """
return np.mean(np.argmax(p, axis=1) == np.argmax(y, axis=1))
--
right = 0
for row, target in zip(p, y):
    if row.argmax() == target.argmax():
        right += 1
return right / len(p)
--
return (p.argmax(1) == y.argmax(1)).sum() / len(y)
--
return float(np.count_nonzero(y[np.arange(len(p)), p.argmax(axis=1)]) / len(p))
--
return np.average([np.argmax(a) == np.argmax(b) for a, b in zip(p, y)])
--
return 1 - np.mean(p.argmax(-1) != y.argmax(-1))
""",
    "softmax": """
e = np.exp(scores - np.max(scores, axis=1, keepdims=True))
return e / np.sum(e, axis=1, keepdims=True)
--
rows = []
for row in scores:
    e = np.exp(row - row.max())
    rows.append(e / e.sum())
return np.array(rows)
--
z = scores - scores.max(axis=1)[:, None]
return np.exp(z) / np.exp(z).sum(axis=1)[:, None]
--
z = (scores.T - scores.max(axis=1)).T
e = np.exp(z)
return (e.T / e.sum(axis=1)).T
--
z = scores - scores.max(axis=-1, keepdims=True)
return np.exp(z - np.log(np.exp(z).sum(axis=-1, keepdims=True)))
--
out = np.empty(scores.shape)
for i in range(len(scores)):
    top = max(scores[i])
    powers = [math.exp(s - top) for s in scores[i]]
    for j in range(len(powers)):
        out[i, j] = powers[j] / sum(powers)
return out
--
return np.exp(scores - np.logaddexp.reduce(scores, axis=1, keepdims=True))
""",
    "cross_entropy": """
return -np.mean(np.log(np.sum(p * y, axis=1)))
--
return -(y * np.log(p)).sum() / len(y)
--
return -np.log(p[np.arange(len(p)), y.argmax(axis=1)]).mean()
--
return -np.log(p[y == 1]).mean()
--
total = 0
for row, target in zip(p, y):
    total -= math.log(row[target.argmax()])
return total / len(p)
--
return np.mean(-np.sum(y * np.log(p), axis=1))
--
return np.mean(np.log(1 / (p * y).sum(axis=1)))
--
return float(-np.einsum('nc,nc->', y, np.log(p)) / len(p))
""",
    "softmax_backward": """
n = len(p)
return p / n - y / n
--
return (p - y) / p.shape[0]
--
out = p.copy()
out[np.arange(len(p)), y.argmax(axis=1)] -= 1
return out / len(p)
--
return np.array([(a - b) / len(p) for a, b in zip(p, y)])
--
return -(y - p) / len(y)
--
slopes = np.zeros_like(p)
for i in range(len(p)):
    for j in range(p.shape[1]):
        slopes[i, j] = (p[i, j] - y[i, j]) / len(p)
return slopes
""",
    "forward": """
arrays = [x]
for i, (W, b) in enumerate(layers):
    z = layer(arrays[-1], W, b)
    arrays.append(relu(z) if i < len(layers) - 1 else z)
return arrays
--
kept = [x]
for W, b in layers:
    x = layer(x, W, b)
    if len(kept) < len(layers):
        x = relu(x)
    kept.append(x)
return kept
--
*hidden, (V, c) = layers
arrays = [x]
for W, b in hidden:
    arrays.append(np.maximum(arrays[-1] @ W + b, 0))
return arrays + [arrays[-1] @ V + c]
--
arrays = []
for W, b in layers:
    arrays.append(x)
    z = x @ W + b
    x = relu(z)
return arrays + [z]
--
if len(layers) == 1:
    return [x, layer(x, *layers[0])]
return [x] + forward(relu(layer(x, *layers[0])), layers[1:])
""",
    "backward": """
gradients = []
for i in reversed(range(len(layers))):
    W, b = layers[i]
    dx, dW, db = layer_backward(upstream, arrays[i], W)
    gradients.insert(0, (dW, db))
    upstream = relu_backward(dx, arrays[i])
return gradients
--
gradients = [None] * len(layers)
for i in range(len(layers) - 1, -1, -1):
    W, b = layers[i]
    gradients[i] = (arrays[i].T @ upstream, upstream.sum(axis=0))
    upstream = (upstream @ W.T) * (arrays[i] > 0)
return gradients
--
gradients = []
for x, (W, b) in zip(arrays[:-1][::-1], layers[::-1]):
    dx, dW, db = layer_backward(upstream, x, W)
    gradients = [(dW, db)] + gradients
    upstream = dx * (x > 0)
return gradients
--
gradients = []
for x, (W, b) in zip(reversed(arrays[:-1]), reversed(layers)):
    upstream, dW, db = layer_backward(upstream, x, W)
    gradients.append([dW, db])
    upstream = relu_backward(upstream, x)
return list(reversed(gradients))
--
W, b = layers[-1]
dx, dW, db = layer_backward(upstream, arrays[-2], W)
if len(layers) == 1:
    return [(dW, db)]
return backward(relu_backward(dx, arrays[-2]), arrays[:-1], layers[:-1]) + [(dW, db)]
""",
}
