"""Wrong answers as learners give them: for each exercise the bodies of functions, with a line of two dashes between them.

The kinds are those that one meets in public assignments and question-and-answer threads on the same subjects; the words are our own.
"""

WRONG = {
    "weighted_sum": """
return weights * inputs
--
return np.sum(weights) * np.sum(inputs)
--
return sum(weights + inputs)
--
total = 0
for i in range(len(weights)):
    total = weights[i] * inputs[i]
return total
--
total = 0
for i in range(len(weights)):
    total += weights[i] * inputs[i]
    return total
--
total = 1
for w, v in zip(weights, inputs):
    total *= w * v
return total
--
return np.dot(weights, inputs) / len(weights)
--
return np.average(inputs, weights=weights)
--
total = 0
for i in range(1, len(weights)):
    total += weights[i] * inputs[i]
return total
--
total = 0
for i in range(len(weights) - 1):
    total += weights[i] * inputs[i]
return total
--
return np.outer(weights, inputs).sum()
--
return weights * input
--
return np.sum(weights, inputs)
--
total = 0
for w in weights:
    for v in inputs:
        total += w * v
return total
--
total = 0
for i in weights:
    total += weights[i] * inputs[i]
return total
--
print(sum(weights * inputs))
--
return np.abs(np.dot(weights, inputs))
--
products = set(weights * inputs)
return sum(products)
--
return max(0, np.dot(weights, inputs))
--
return np.cumsum(weights * inputs)
--
s = 0
for w in weights: s += w * inputs[0]
return s
--
return np.sum(weights * inputs) / np.sum(inputs)
--
return sum([w * x for w in weights for x in inputs])
""",
    "quadratic": """
return a * x^2 + b * x + c
--
return a * x * 2 + b * x + c
--
return (a * x)**2 + b * x + c
--
return a * x**2 + b * x
--
return a * x**2 + b * x - c
--
return a + b * x + c * x**2
--
return ax**2 + bx + c
--
return a * math.pow(x, 2) + b * x + c
--
return a * np.exp(2) * x + b * x + c
--
return x**2 + x + c
--
y = []
for each in x:
    y.append(a * each**2 + b * each + c)
return y
--
for each in x:
    y = a * each**2 + b * each + c
return y
--
return a * x**2 + b * x + C
--
return np.sum(a * x**2 + b * x + c)
--
return np.polyval([c, b, a], x)
--
y = np.zeros(len(x), dtype=int)
for i in range(len(x)):
    y[i] = a * x[i]**2 + b * x[i] + c
return y
--
return [a, b, c] * x
--
y = np.zeros(len(x))
for i in range(len(x)):
    y[i] = a * x[i]**2 + b * x[i] + c
    return y
--
return a * np.sqrt(x) + b * x + c
--
return a * x**2 + b * x + c + 1
--
return (a + b) * x**2 + c
--
return a * x**2 + b * x**1 + c * x**2
--
return [a * i**2 + b * i + c for i in range(len(x))]
""",
    "residuals": """
return targets - predictions
--
return abs(predictions - targets)
--
return (predictions - targets)**2
--
return np.mean(predictions - targets)
--
return np.sum(predictions - targets)
--
return [p - t for p, t in zip(predictions, targets)]
--
r = []
for i in range(len(targets)):
    r.append(targets[i] - predictions[i])
return np.array(r)
--
return predictions - np.mean(targets)
--
return predictions / targets
--
predictions -= targets
return predictions
--
for p, t in zip(predictions, targets):
    return p - t
--
return np.sqrt((predictions - targets)**2)
--
return predictions - target
--
r = predictions - targets
return r[r != 0]
--
return sum(predictions) - sum(targets)
--
return prediction - targets
--
return np.diff(predictions - targets)
--
return np.round(predictions - targets, 2)
--
return predictions - targets.mean()
--
return (predictions - targets) / 2
--
return [predictions - targets]
--
return predictions[0] - targets[0]
""",
    "relu": """
return max(0, z)
--
return np.max(0, z)
--
return np.max([0, z])
--
if z > 0:
    return z
else:
    return 0
--
return np.maximum(z)
--
z[z < 0] = 0
return z
--
return [max(0, v) for v in z]
--
return np.array([max(0, v) for v in z])
--
return np.where(z > 0, 1, 0)
--
return z * (z < 0)
--
return z > 0
--
return abs(z)
--
return np.clip(z, 0, 6)
--
return np.minimum(np.maximum(z, 0), 255)
--
return np.maximum(0.01 * z, z)
--
return z[z > 0]
--
return 1 / (1 + np.exp(-z))
--
out = np.zeros(z.shape)
for i in range(len(z)):
    if z[i] > 0:
        out[i] = z[i]
return out
--
return np.tanh(np.maximum(z, 0))
--
return np.log(1 + np.exp(z))
--
out = z.copy()
out[out < 0] == 0
return out
--
return np.where(z > 1, z, 0)
--
return np.maximum(z, 0.1)
--
return np.where(z < 0, z, 0)
--
out = []
for v in z:
    if v > 0: out.append(v)
    else: out.append(0)
return np.array(out)
--
return z * np.sign(z)
--
return np.maximum(z, 0) / np.max(z)
""",
    "hinge": """
return -b / w
--
return b / w
--
if w == 0:
    return np.nan
return b / w
--
if w == 0:
    return None
return -b / w
--
if w == 0:
    return 0
return -b / w
--
if w > 0:
    return -b / w
return np.nan
--
if w >= 0:
    return -b / w
return np.nan
--
if w == 0:
    return np.nan
return -w / b
--
if w == 0:
    return 'nan'
return -b / w
--
if w == 0:
    print('no hinge')
else:
    return -b / w
--
if w is 0:
    return np.nan
return -b / w
--
if w != 0:
    return abs(-b / w)
return np.nan
--
if w == 0:
    return float('inf')
return -b / w
--
try:
    return b / w
except ZeroDivisionError:
    return np.nan
--
if w == 0 or b == 0:
    return np.nan
return -b / w
--
return -b // w if w else np.nan
--
return relu(w * b)
--
return int(-b / w) if w else np.nan
--
if w == 0: return np.nan
return -(b + w)
--
return np.where(w == 0, np.nan, -b / w)
--
if w == 0: return np.nan
return round(-b / w, 2)
--
return -b / (w + 1e-8)
""",
    "layer": """
return x * W + b
--
return np.dot(W, x) + b
--
return np.dot(x, W.T) + b
--
return x @ W
--
return np.dot(x, W + b)
--
return np.einsum('ij,kj->ik', x, W) + b
--
return relu(x @ W + b)
--
return x @ W + b.T + b
--
return (x @ W + b).T
--
out = np.zeros((len(x), len(b)))
for i in range(len(x)):
    for j in range(len(b)):
        for k in range(x.shape[1]):
            out[i, j] = x[i, k] * W[k, j]
        out[i, j] += b[j]
return out
--
out = np.zeros((len(x), len(b)))
for i in range(len(x)):
    for j in range(len(b)):
        for k in range(x.shape[1]):
            out[i, j] += x[i, k] * W[k, j] + b[j]
return out
--
out = np.zeros((len(x), len(b)))
for i in range(len(x)):
    for j in range(len(b)):
        for k in range(x.shape[1]):
            out[i, j] += x[i, k] * W[j, k]
        out[i, j] += b[j]
return out
--
out = np.zeros(len(x))
for i in range(len(x)):
    out[i] = x[i] @ W + b
return out
--
return x @ W + b.reshape(-1, 1)
--
return [row @ W + b for row in x]
--
return np.sum(x @ W) + b
--
return x @ W + sum(b)
--
return np.sum(x * W, axis=1) + b
--
return np.dot(W.T, x) + b
--
return np.cross(x, W) + b
--
for row in x:
    out = row @ W + b
return out
--
return x.dot(W) - b
--
return x @ W + np.mean(b)
--
return np.dot(x, W) * 2 + b
--
out = np.zeros((len(x), len(b)))
for i in range(len(x)):
    out[i] = np.sum(x[i] * W.T) + b
return out
--
return (x - x.mean(axis=0)) @ W + b
--
return x @ W + b[::-1]
""",
    "network": """
return layer(layer(x, W1, b1), W2, b2)
--
return relu(layer(relu(layer(x, W1, b1)), W2, b2))
--
return relu(layer(layer(x, W1, b1), W2, b2))
--
return layer(relu(x @ W1), W2, b2)
--
return layer(relu(layer(x, W1, b1)), W1, b1)
--
h = relu(np.dot(x, W1) + b1)
return np.dot(h, W2)
--
h = relu(np.dot(x, W1.T) + b1)
return np.dot(h, W2) + b2
--
h = relu(np.dot(x, W1) + b1)
return np.dot(h, W2.T) + b2
--
h = np.tanh(layer(x, W1, b1))
return layer(h, W2, b2)
--
h = 1 / (1 + np.exp(-layer(x, W1, b1)))
return layer(h, W2, b2)
--
h = layer(x, W1, b1)
relu(h)
return layer(h, W2, b2)
--
h = relu(layer(x, W1, b1))
return layer(x, W2, b2)
--
h = relu(layer(x, W1, b1))
layer(h, W2, b2)
--
h = relu(layer(x, W1, b1))
return h
--
return layer(relu, W2, b2)
--
h = max(0, layer(x, W1, b1))
return layer(h, W2, b2)
--
h = relu(x @ W1) + b1
return h @ W2 + b2
--
h = relu(x * W1 + b1)
return h * W2 + b2
--
z = layer(x, W1, b1)
h = np.where(z > 0, z, 0.01 * z)
return layer(h, W2, b2)
--
return np.sum(layer(relu(layer(x, W1, b1)), W2, b2))
--
hiden = relu(layer(x, W1, b1))
return layer(hidden, W2, b2)
--
h = relu(layer(x, W1, b1))
return layer(h, W2, b2) + x
--
h = relu(layer(x, W1, b1))
return np.mean(layer(h, W2, b2), axis=0)
--
return layer(np.minimum(layer(x, W1, b1), 0), W2, b2)
--
return layer(relu(layer(x, W2, b1)), W1, b2)
--
h = layer(x, W1, relu(b1))
return layer(h, W2, b2)
""",
    "mean_absolute_error": """
return np.sum(np.abs(predictions - targets))
--
return np.mean(predictions - targets)
--
return abs(np.mean(predictions - targets))
--
return np.mean((predictions - targets)**2)
--
return np.abs(predictions - targets)
--
return np.mean(np.abs(predictions)) - np.mean(np.abs(targets))
--
return np.mean(np.abs((predictions - targets) / targets))
--
total = 0
for p, t in zip(predictions, targets):
    total = abs(p - t)
return total / len(targets)
--
total = 0
for p, t in zip(predictions, targets):
    total += abs(p - t)
    return total / len(targets)
--
total = 0
for p, t in zip(predictions, targets):
    total += abs(p - t)
return total
--
return np.sum(np.abs(predictions - targets)) / (len(targets) - 1)
--
return np.mean(abs(predictions + targets))
--
return np.median(np.abs(predictions - targets))
--
return np.sqrt(np.mean((predictions - targets)**2))
--
total = 0
for i in range(len(targets)):
    if predictions[i] > targets[i]:
        total += predictions[i] - targets[i]
return total / len(targets)
--
r = predictions - targets
r = r[r != 0]
return np.mean(np.abs(r))
--
return np.mean(np.abs(predictions - targets)) / 2
--
return np.mean(math.fabs(predictions - targets))
--
return round(np.mean(np.abs(predictions - targets)), 2)
--
return np.sum(np.abs(predictions - targets)) / 2
--
return np.sum(np.abs(predictions - targets)) // len(targets)
--
return max(abs(predictions - targets))
--
return np.mean(np.abs(predictions) - targets)
--
return np.sum(np.abs(predictions - targets)) / len(predictions)**0.5
--
return np.mean(np.abs(predictions - targets.mean()))
--
return np.abs(predictions - targets).std()
""",
    "mean_squared_error": """
return np.sum((predictions - targets)**2)
--
return np.mean(predictions - targets)**2
--
return np.mean(predictions - targets**2)
--
return np.sqrt(np.mean((predictions - targets)**2))
--
return np.mean((predictions - targets)**2) / 2
--
return np.mean(np.abs(predictions - targets))
--
return np.sum((predictions - targets)**2) / (2 * len(targets))
--
return (predictions - targets)**2
--
return np.mean((predictions - targets)^2)
--
return np.mean((predictions - targets) * 2)
--
total = 0
for p, t in zip(predictions, targets):
    total = (p - t)**2
return total / len(targets)
--
total = 0
for p, t in zip(predictions, targets):
    total += (p - t)**2
    return total / len(targets)
--
return np.var(predictions - targets)
--
return np.sum((predictions - targets)**2) / (len(targets) - 1)
--
return np.sum(predictions - targets)**2 / len(targets)
--
return np.linalg.norm(predictions - targets)
--
return np.linalg.norm(predictions - targets) / len(targets)
--
return np.mean(predictions**2) - np.mean(targets**2)
--
return np.mean((predictions - targets)**3)
--
return np.mean(pow(predictions, 2) - pow(targets, 2))
--
return np.mean((predictions - targets.mean())**2)
--
return np.mean(predictions * targets)
--
return np.mean(np.square(predictions - targets)) + 1e-8
--
return 1 / len(targets) * np.sum(predictions - targets)**2
""",
    "best_constant": """
return np.mean(targets)
--
return sorted(targets)[len(targets) // 2]
--
return targets[len(targets) // 2]
--
t = sorted(set(targets))
n = len(t)
return t[n // 2] if n % 2 else (t[n // 2 - 1] + t[n // 2]) / 2
--
n = len(targets)
return targets[n // 2] if n % 2 else (targets[n // 2 - 1] + targets[n // 2]) / 2
--
t = np.sort(targets)
n = len(t)
return t[n // 2] if n % 2 else (t[n // 2] + t[n // 2 + 1]) / 2
--
t = np.sort(targets)
n = len(t)
return t[n / 2]
--
t = np.sort(targets)
return t[int(len(t) / 2)]
--
return (min(targets) + max(targets)) / 2
--
targets.sort()
return np.median(targets)
--
return np.median(np.abs(targets))
--
t = targets.sort()
return t[len(t) // 2]
--
t = sorted(targets)
n = len(t)
if n % 2 == 0:
    return (t[n // 2 - 1] + t[n // 2]) // 2
return t[n // 2]
--
t = sorted(targets)
n = len(t)
if n % 2 == 0:
    return t[n // 2 - 1] + t[n // 2] / 2
return t[n // 2]
--
t = sorted(targets)
n = len(t)
if n % 2 == 0:
    return (t[n // 2 - 1] + t[n // 2]) / 2
--
return np.median
--
return sum(targets) / len(targets)
--
return max(set(targets), key=list(targets).count)
--
t = sorted(targets)
n = len(t)
return t[(n - 1) // 2]
--
return targets.median()
--
t = np.sort(targets)[1:-1]
return np.mean(t)
--
return np.median(np.diff(targets))
--
return np.mean(np.sort(targets)[:2])
--
t = sorted(targets, key=abs)
return t[len(t)//2]
--
return targets[np.argmin(np.abs(targets - np.mean(targets)))]
""",
    "numerical_gradient": """
return (loss(parameters + h) - loss(parameters - h)) / (2 * h)
--
gradient = np.zeros(len(parameters))
for i in range(len(parameters)):
    up = parameters.copy()
    up[i] += h
    gradient[i] = (loss(up) - loss(parameters)) / h
return gradient
--
gradient = np.zeros(len(parameters))
for i in range(len(parameters)):
    up = parameters
    up[i] += h
    down = parameters
    down[i] -= h
    gradient[i] = (loss(up) - loss(down)) / (2 * h)
return gradient
--
gradient = np.zeros(len(parameters))
for i in range(len(parameters)):
    parameters[i] += h
    up = loss(parameters)
    parameters[i] -= 2 * h
    down = loss(parameters)
    parameters[i] += h
    gradient[i] = (up - down) / (2 * h)
return gradient
--
gradient = np.zeros(len(parameters))
for i in range(len(parameters)):
    up, down = parameters.copy(), parameters.copy()
    up[i] += h
    down[i] -= h
    gradient[i] = (loss(up) - loss(down)) / 2 * h
return gradient
--
gradient = np.zeros(len(parameters))
for i in range(len(parameters)):
    up, down = parameters.copy(), parameters.copy()
    up[i] += h
    down[i] -= h
    gradient[i] = (loss(up) - loss(down)) / h
return gradient
--
gradient = np.zeros(len(parameters))
for i in range(len(parameters)):
    up, down = parameters.copy(), parameters.copy()
    up[i] += h
    down[i] -= h
    gradient = (loss(up) - loss(down)) / (2 * h)
return gradient
--
gradient = np.zeros(len(parameters))
for i in range(len(parameters)):
    up, down = parameters.copy(), parameters.copy()
    up[i] += h
    down[i] -= h
    gradient[i] = (loss(up) - loss(down)) / (2 * h)
    return gradient
--
h = 1e-4
gradient = np.zeros(len(parameters))
for i in range(len(parameters)):
    up, down = parameters.copy(), parameters.copy()
    up[i] += h
    down[i] -= h
    gradient[i] = (loss(up) - loss(down)) / (2 * h)
return gradient
--
gradient = []
for i in range(len(parameters)):
    up, down = parameters.copy(), parameters.copy()
    up[i] += h
    down[i] -= h
    gradient.append((loss(up) - loss(down)) / (2 * h))
return gradient
--
gradient = np.zeros(len(parameters))
for p in parameters:
    gradient[p] = (loss(p + h) - loss(p - h)) / (2 * h)
return gradient
--
gradient = np.zeros(len(parameters))
for i in range(len(parameters)):
    gradient[i] = (loss(parameters[i] + h) - loss(parameters[i] - h)) / (2 * h)
return gradient
--
gradient = np.zeros(len(parameters))
up, down = parameters.copy(), parameters.copy()
for i in range(len(parameters)):
    up[i] += h
    down[i] -= h
    gradient[i] = (loss(up) - loss(down)) / (2 * h)
return gradient
--
gradient = np.zeros(len(parameters))
for i in range(len(parameters)):
    up, down = parameters.copy(), parameters.copy()
    up[i] += h
    down[i] -= h
    gradient[i] = (loss(down) - loss(up)) / (2 * h)
return gradient
--
gradient = np.zeros(3)
for i in range(3):
    up, down = parameters.copy(), parameters.copy()
    up[i] += h
    down[i] -= h
    gradient[i] = (loss(up) - loss(down)) / (2 * h)
return gradient
--
gradient = np.zeros(len(parameters))
for i in range(len(parameters)):
    up, down = parameters.copy(), parameters.copy()
    up[i] += h / 2
    down[i] -= h / 2
    gradient[i] = (loss(up) - loss(down)) / h
return gradient
--
return np.gradient(loss, parameters)
--
gradient = np.zeros(len(parameters))
for i in range(len(parameters)):
    up, down = parameters.copy(), parameters.copy()
    up[i] += h
    down[i] -= h
    gradient[i] = loss(up) - loss(down) / (2 * h)
return gradient
--
gradient = np.zeros(len(parameters))
for i in range(len(parameters)):
    nudge = np.zeros(len(parameters))
    nudge[i] = h
    gradient[i] = (loss(parameters + nudge) - loss(parameters - nudge)) / (2 * h)
    if gradient[i] == 0:
        break
return gradient
--
g = np.zeros(len(parameters))
for i in range(len(parameters)):
    e = np.zeros(len(parameters)); e[i] = h
    g[i] = (loss(parameters + e) - loss(parameters)) / (2*h)
return g
--
g = np.zeros(len(parameters))
for i in range(len(parameters)):
    e = np.zeros(len(parameters)); e[i] = 1
    g[i] = (loss(parameters + e) - loss(parameters - e)) / 2
return g
--
g = np.zeros(len(parameters))
for i in range(len(parameters)):
    e = np.zeros(len(parameters)); e[i] = h
    g[i] = (loss(parameters * (1 + h)) - loss(parameters * (1 - h))) / (2*h)
return g
--
g = []
for p in parameters:
    g.append((loss(p + h) - loss(p - h)) / (2*h))
return np.array(g)
""",
    "mae_gradient": """
a, b, c = parameters
r = quadratic(x, a, b, c) - y
return np.array([np.mean(r * x**2), np.mean(r * x), np.mean(r)])
--
a, b, c = parameters
r = quadratic(x, a, b, c) - y
return np.array([np.mean(2 * r * x**2), np.mean(2 * r * x), np.mean(2 * r)])
--
a, b, c = parameters
r = y - quadratic(x, a, b, c)
return np.array([np.mean(np.sign(r) * x**2), np.mean(np.sign(r) * x), np.mean(np.sign(r))])
--
a, b, c = parameters
s = np.sign(quadratic(x, a, b, c) - y)
return np.array([np.sum(s * x**2), np.sum(s * x), np.sum(s)])
--
a, b, c = parameters
s = np.sign(quadratic(x, a, b, c) - y)
return np.array([np.mean(s) * np.mean(x**2), np.mean(s) * np.mean(x), np.mean(s)])
--
a, b, c = parameters
s = np.sign(quadratic(x, a, b, c) - y)
return np.array([np.mean(s * 2 * x), np.mean(s), 0])
--
a, b, c = parameters
s = np.sign(quadratic(x, a, b, c) - y)
return [np.mean(s * x**2), np.mean(s * x), np.mean(s)]
--
a, b, c = parameters
s = np.sign(quadratic(x, a, b, c) - y)
return np.mean(s * x**2), np.mean(s * x), np.mean(s)
--
a, b, c = parameters
r = quadratic(x, a, b, c) - y
s = np.where(r >= 0, 1, -1)
return np.array([np.mean(s * x**2), np.mean(s * x), np.mean(s)])
--
a, b, c = parameters
r = quadratic(x, a, b, c) - y
s = np.where(r > 0, 1, -1)
return np.array([np.mean(s * x**2), np.mean(s * x), np.mean(s)])
--
a, b, c = parameters
r = quadratic(x, a, b, c) - y
s = r / np.abs(r)
return np.array([np.mean(s * x**2), np.mean(s * x), np.mean(s)])
--
s = np.sign(quadratic(x, parameters) - y)
return np.array([np.mean(s * x**2), np.mean(s * x), np.mean(s)])
--
a, b, c = parameters
s = np.sign(quadratic(x, a, b, c) - y)
return np.array([np.mean(s), np.mean(s * x), np.mean(s * x**2)])
--
a, b, c = parameters
s = np.sign(quadratic(x, a, b, c) - y)
return np.array([np.mean(s * x**2 + s * x + s)])
--
a, b, c = parameters
s = np.sign(quadratic(x, a, b, c) - y)
return np.array([s * x**2, s * x, s])
--
a, b, c = parameters
s = np.sign(quadratic(x, a, b, c) - y)
return np.array([np.mean(s * a * x**2), np.mean(s * b * x), np.mean(s * c)])
--
a, b, c = parameters
r = np.abs(quadratic(x, a, b, c) - y)
return np.array([np.mean(r * x**2), np.mean(r * x), np.mean(r)])
--
return numerical_gradient(lambda p: np.mean(np.abs(quadratic(x, *p) - y)), parameters)
--
a, b, c = parameters
s = np.sign(quadratic(x, a, b, c) - y)
g = np.zeros(3)
for i in range(len(x)):
    g = s[i] * np.array([x[i]**2, x[i], 1])
return g / len(x)
--
a, b, c = parameters
s = np.sign(quadratic(x, a, b, c) - y)
g = np.zeros(3)
for i in range(len(x)):
    g += s[i] * np.array([x[i]**2, x[i], 1])
    return g / len(x)
--
a, b, c = parameters
s = np.sign(quadratic(x, a, b, c) - y)
return np.array([np.mean(s * x**2), np.mean(s * x), np.mean(s * 1)]) / len(x)
--
a, b, c = parameters
s = math.copysign(1, quadratic(x, a, b, c) - y)
return np.array([np.mean(s * x**2), np.mean(s * x), np.mean(s)])
--
s = np.sign(quadratic(x, *parameters) - y)
return np.array([np.mean(s * x), np.mean(s), 0.0])
--
s = np.sign(quadratic(x, *parameters) - y)
return np.array([np.mean(s) * x**2, np.mean(s) * x, np.mean(s)])
--
s = np.sign(y)
return np.array([np.mean(s * x**2), np.mean(s * x), np.mean(s)])
--
a, b, c = parameters
return np.mean(np.abs(a * x**2 + b * x + c - y))
""",
    "step": """
return parameters + rate * gradient
--
return parameters - gradient
--
parameters -= rate * gradient
return parameters
--
return rate * gradient
--
return -rate * gradient
--
for i in range(len(parameters)):
    parameters[i] -= rate * gradient[i]
--
new = []
for p, g in zip(parameters, gradient):
    new.append(p - rate * g)
return new
--
return parameters - gradient / rate
--
return (parameters - rate) * gradient
--
return parameters - rate * np.sign(gradient)
--
return parameters - rate * gradient / np.linalg.norm(gradient)
--
return parameters - rate * gradient(parameters)
--
return parameters - rate * gradient * parameters
--
new = parameters
for i in range(len(parameters)):
    new[i] = new[i] - rate * gradient[i]
return new
--
for p, g in zip(parameters, gradient):
    new = p - rate * g
return new
--
return parameters - 0.1 * gradient
--
return parameters - rate * mean(gradient)
--
return np.array([p - rate for p in parameters])
--
a, b, c = parameters
da, db, dc = gradient
return np.array([a - rate * da, b - rate * db, c - rate * dc])
--
return parameters - rate * gradient**2
--
return gradient - rate * parameters
--
return parameters * (1 - rate)
--
return parameters - rate * np.sum(gradient)
""",
    "gradient_descent": """
p = start
for _ in range(steps):
    p = p - rate * gradient(p)
return p
--
path = []
p = start
for _ in range(steps):
    p = p - rate * gradient(p)
    path.append(p)
return np.array(path)
--
path = []
p = start
for _ in range(steps):
    path.append(p)
    p = p - rate * gradient(p)
return np.array(path)
--
path = [start]
for _ in range(steps):
    path.append(start - rate * gradient(start))
return np.array(path)
--
p = start.copy()
path = [p]
for _ in range(steps):
    p -= rate * gradient(p)
    path.append(p)
return np.array(path)
--
path = [start]
g = gradient(start)
for _ in range(steps):
    path.append(step(path[-1], g, rate))
return np.array(path)
--
path = [start]
for _ in range(steps):
    path.append(step(path[-1], gradient, rate))
return np.array(path)
--
path = [start]
for _ in range(steps):
    path.append(path[-1] + rate * gradient(path[-1]))
return np.array(path)
--
path = [start]
for _ in steps:
    path.append(step(path[-1], gradient(path[-1]), rate))
return np.array(path)
--
path = [start]
for _ in range(steps):
    path.append(step(path[-1], gradient(path[-1]), rate))
return path
--
path = [start]
for _ in range(steps):
    path.append(step(path[-1], gradient(path[-1]), rate))
    return np.array(path)
--
path = [start]
for _ in range(steps + 1):
    path.append(step(path[-1], gradient(path[-1]), rate))
return np.array(path)
--
path = [start]
for _ in range(1, steps):
    path.append(step(path[-1], gradient(path[-1]), rate))
return np.array(path)
--
path = [start]
for _ in range(steps):
    g = gradient(path[-1])
    if not g.any():
        break
    path.append(step(path[-1], g, rate))
return np.array(path)
--
path = [start]
for _ in range(steps):
    path.append(step(path[-1], mae_gradient(path[-1]), rate))
return np.array(path)
--
path = np.array([start])
for _ in range(steps):
    path = np.append(path, step(path[-1], gradient(path[-1]), rate))
return path
--
path = np.zeros(steps + 1)
path[0] = start
for i in range(steps):
    path[i + 1] = step(path[i], gradient(path[i]), rate)
return path
--
path = [start]
for i in range(steps):
    path[i] = step(path[i], gradient(path[i]), rate)
return np.array(path)
--
path = [start]
while np.abs(gradient(path[-1])).max() > 1e-6 and len(path) <= steps:
    path.append(step(path[-1], gradient(path[-1]), rate))
return np.array(path)
--
path = [start]
for _ in range(steps):
    path.append(step(path[0], gradient(path[-1]), rate))
return np.array(path)
--
path = [start]
for _ in range(steps):
    path.append(path[-1] - gradient(path[-1]))
return np.array(path)
--
path = [start]
for i in range(steps):
    path.append(step(path[-1], gradient(path[-1]), rate / (i + 1)))
return np.array(path)
--
path = [start]
for _ in range(steps):
    path.append(step(path[-1], gradient(start), rate))
return np.array(path)
--
path = [start]
for _ in range(steps):
    path.insert(0, step(path[0], gradient(path[0]), rate))
return np.array(path)
--
path = [start]
for i in range(steps):
    path.append(step(path[-1], gradient(path[-1]), rate * i))
return np.array(path)
--
path = [start]
for _ in range(steps):
    path.append(gradient(step(path[-1], gradient(path[-1]), rate)))
return np.array(path)
--
path = [start]
slope = gradient(start)
for _ in range(steps):
    path.append(step(path[-1], slope(path[-1]), rate))
return np.array(path)
--
path = [start]
for _ in range(steps):
    gradient = gradient(path[-1])
    path.append(step(path[-1], gradient, rate))
return np.array(path)
""",
    "relu_backward": """
return upstream * (z >= 0)
--
return upstream * relu(z)
--
return upstream * z
--
return z > 0
--
return np.where(z > 0, 1, 0)
--
return relu(upstream)
--
upstream[z <= 0] = 0
return upstream
--
dz = upstream.copy()
dz[z < 0] = 0
return dz
--
dz = upstream.copy()
dz[dz < 0] = 0
return dz
--
dz = upstream
dz[z <= 0] = 0
return dz
--
return upstream[z > 0]
--
return upstream * (upstream > 0)
--
return upstream if z > 0 else 0
--
return upstream * np.sign(z)
--
return upstream + (z > 0)
--
return upstream * (relu(z) >= 0)
--
return np.where(z > 0, upstream, z)
--
return np.where(z > 0, upstream, 0.01 * upstream)
--
dz = np.zeros(z.shape)
for i in range(len(z)):
    if z[i] > 0:
        dz[i] = upstream[i]
return dz
--
dz = np.array(z > 0) @ upstream
return dz
--
return upstream * (z < 0)
--
dz = np.zeros(z.shape)
dz[z > 0] = upstream
return dz
--
return upstream * (z > 1)
--
return np.maximum(upstream * z, 0)
--
return upstream * (np.abs(z) > 0)
--
return np.minimum(upstream, z)
""",
    "layer_backward": """
return upstream @ W, x.T @ upstream, upstream.sum(axis=0)
--
return np.dot(upstream, W), np.dot(x.T, upstream), np.sum(upstream, axis=0)
--
return np.dot(W, upstream.T), np.dot(x.T, upstream), np.sum(upstream, axis=0)
--
return upstream @ W.T, upstream.T @ x, upstream.sum(axis=0)
--
return upstream @ W.T, x.T @ upstream, upstream.sum(axis=1)
--
return upstream @ W.T, x.T @ upstream, upstream.sum()
--
return upstream @ W.T, x.T @ upstream, upstream
--
return upstream @ W.T, x.T @ upstream, upstream.sum(axis=0, keepdims=True)
--
n = len(x)
return upstream @ W.T, x.T @ upstream / n, upstream.sum(axis=0) / n
--
return x.T @ upstream, upstream.sum(axis=0), upstream @ W.T
--
return x.T @ upstream, upstream.sum(axis=0)
--
return x.T @ upstream, upstream @ W.T, upstream.sum(axis=0)
--
return upstream @ W.T, upstream.sum(axis=0), x.T @ upstream
--
return upstream * W, x * upstream, upstream
--
return W, x, 1
--
return W.T, x.T, np.ones(W.shape[1])
--
return upstream @ W.T, x @ upstream, upstream.sum(axis=0)
--
return upstream @ W.T, x.T @ upstream, upstream.mean(axis=0)
--
dx = upstream @ W.T
dx[x == 0] = 0
return dx, x.T @ upstream, upstream.sum(axis=0)
--
return upstream @ W.T, dx.T @ upstream, upstream.sum(axis=0)
--
dW = np.zeros(W.shape)
for i in range(len(x)):
    dW = np.outer(x[i], upstream[i])
return upstream @ W.T, dW, upstream.sum(axis=0)
--
dW = np.zeros(W.shape)
for i in range(len(x)):
    dW += np.outer(upstream[i], x[i])
return upstream @ W.T, dW, upstream.sum(axis=0)
--
return upstream.T @ W, x.T @ upstream, upstream.sum(axis=0)
--
return np.einsum('nu,iu->ni', upstream, W), np.einsum('ni,nu->ui', x, upstream), np.einsum('nu->n', upstream)
--
return [upstream @ W.T, x.T @ upstream, np.sum(upstream)]
--
return upstream @ W.T, x.T @ upstream, upstream.max(axis=0)
--
return x @ W, x.T @ upstream, upstream.sum(axis=0)
--
return upstream @ W.T, W.T @ upstream, upstream.sum(axis=0)
--
return -upstream @ W.T, -x.T @ upstream, -upstream.sum(axis=0)
--
return upstream @ W.T, x.T @ upstream, upstream.sum(axis=0) / 2
""",
    "backpropagate": """
z = layer(x, W1, b1)
hidden = relu(z)
outputs = layer(hidden, W2, b2)
loss = mean_absolute_error(outputs, y)
u = np.sign(outputs - y)
u, dW2, db2 = layer_backward(u, hidden, W2)
u = relu_backward(u, z)
_, dW1, db1 = layer_backward(u, x, W1)
return loss, dW1, db1, dW2, db2
--
z = layer(x, W1, b1)
hidden = relu(z)
outputs = layer(hidden, W2, b2)
loss = mean_absolute_error(outputs, y)
u = np.sign(outputs - y) / len(y)
u, dW2, db2 = layer_backward(u, hidden, W2)
u = relu_backward(u, z)
_, dW1, db1 = layer_backward(u, x, W1)
return loss, dW1, db1, dW2, db2
--
z = layer(x, W1, b1)
hidden = relu(z)
outputs = layer(hidden, W2, b2)
loss = mean_absolute_error(outputs, y)
u = np.sign(outputs - y) / x.size
u, dW2, db2 = layer_backward(u, hidden, W2)
u = relu_backward(u, z)
_, dW1, db1 = layer_backward(u, x, W1)
return loss, dW1, db1, dW2, db2
--
z = layer(x, W1, b1)
hidden = relu(z)
outputs = layer(hidden, W2, b2)
loss = mean_absolute_error(outputs, y)
u = 2 * (outputs - y) / y.size
u, dW2, db2 = layer_backward(u, hidden, W2)
u = relu_backward(u, z)
_, dW1, db1 = layer_backward(u, x, W1)
return loss, dW1, db1, dW2, db2
--
z = layer(x, W1, b1)
hidden = relu(z)
outputs = layer(hidden, W2, b2)
loss = mean_absolute_error(outputs, y)
u = np.sign(y - outputs) / y.size
u, dW2, db2 = layer_backward(u, hidden, W2)
u = relu_backward(u, z)
_, dW1, db1 = layer_backward(u, x, W1)
return loss, dW1, db1, dW2, db2
--
z = layer(x, W1, b1)
hidden = relu(z)
outputs = layer(hidden, W2, b2)
loss = mean_absolute_error(outputs, y)
u = np.sign(outputs - y) / y.size
u, dW2, db2 = layer_backward(u, hidden, W2)
_, dW1, db1 = layer_backward(u, x, W1)
return loss, dW1, db1, dW2, db2
--
z = layer(x, W1, b1)
hidden = relu(z)
outputs = layer(hidden, W2, b2)
loss = mean_absolute_error(outputs, y)
u = np.sign(outputs - y) / y.size
u, dW2, db2 = layer_backward(u, z, W2)
u = relu_backward(u, z)
_, dW1, db1 = layer_backward(u, x, W1)
return loss, dW1, db1, dW2, db2
--
z = layer(x, W1, b1)
hidden = relu(z)
outputs = layer(hidden, W2, b2)
loss = mean_absolute_error(outputs, y)
u = np.sign(outputs - y) / y.size
u, dW2, db2 = layer_backward(u, hidden, W2)
u = relu_backward(u, outputs)
_, dW1, db1 = layer_backward(u, x, W1)
return loss, dW1, db1, dW2, db2
--
z = layer(x, W1, b1)
hidden = relu(z)
outputs = layer(hidden, W2, b2)
loss = mean_absolute_error(outputs, y)
u = np.sign(outputs - y) / y.size
dx, dW2, db2 = layer_backward(u, hidden, W2)
u = relu_backward(u, z)
_, dW1, db1 = layer_backward(u, x, W1)
return loss, dW1, db1, dW2, db2
--
z = layer(x, W1, b1)
hidden = relu(z)
outputs = layer(hidden, W2, b2)
loss = mean_absolute_error(outputs, y)
u = np.sign(outputs - y) / y.size
u, dW2, db2 = layer_backward(u, hidden, W2)
u = relu_backward(u, z)
_, dW1, db1 = layer_backward(u, x, W1)
return dW1, db1, dW2, db2
--
z = layer(x, W1, b1)
hidden = relu(z)
outputs = layer(hidden, W2, b2)
loss = mean_absolute_error(outputs, y)
u = np.sign(outputs - y) / y.size
u, dW2, db2 = layer_backward(u, hidden, W2)
u = relu_backward(u, z)
_, dW1, db1 = layer_backward(u, x, W1)
return loss, dW2, db2, dW1, db1
--
z = layer(x, W1, b1)
hidden = relu(z)
outputs = layer(hidden, W2, b2)
loss = mean_absolute_error(outputs, y)
u = np.sign(outputs - y) / y.size
dW2 = hidden.T @ u
db2 = u.mean(axis=0)
u = relu_backward(u @ W2.T, z)
dW1 = x.T @ u
db1 = u.mean(axis=0)
return loss, dW1, db1, dW2, db2
--
z = layer(x, W1, b1)
hidden = relu(z)
outputs = layer(hidden, W2, b2)
loss = np.mean((outputs - y)**2)
u = 2 * (outputs - y) / y.size
u, dW2, db2 = layer_backward(u, hidden, W2)
u = relu_backward(u, z)
_, dW1, db1 = layer_backward(u, x, W1)
return loss, dW1, db1, dW2, db2
--
z = layer(x, W1, b1)
hidden = relu(z)
outputs = layer(hidden, W2, b2)
loss = np.sum(np.abs(outputs - y))
u = np.sign(outputs - y)
u, dW2, db2 = layer_backward(u, hidden, W2)
u = relu_backward(u, z)
_, dW1, db1 = layer_backward(u, x, W1)
return loss, dW1, db1, dW2, db2
--
outputs = network(x, W1, b1, W2, b2)
loss = mean_absolute_error(outputs, y)
u = np.sign(outputs - y) / y.size
u, dW2, db2 = layer_backward(u, hidden, W2)
u = relu_backward(u, z)
_, dW1, db1 = layer_backward(u, x, W1)
return loss, dW1, db1, dW2, db2
--
z = layer(x, W1, b1)
hidden = relu(z)
outputs = layer(hidden, W2, b2)
loss = mean_absolute_error(outputs, y)
u, dW2, db2 = layer_backward(loss, hidden, W2)
u = relu_backward(u, z)
_, dW1, db1 = layer_backward(u, x, W1)
return loss, dW1, db1, dW2, db2
--
z = layer(x, W1, b1)
hidden = relu(z)
outputs = layer(hidden, W2, b2)
loss = mean_absolute_error(outputs, y)
u = np.sign(outputs - y) / y.size
dW2 = hidden.T @ u * 2
db2 = u.sum(axis=0)
u = relu_backward(u @ W2.T, z)
dW1 = x.T @ u
db1 = 4 * u.sum(axis=0)
return loss, dW1, db1, dW2, db2
--
z = layer(x, W1, b1)
hidden = relu(z)
outputs = layer(hidden, W2, b2)
loss = mean_absolute_error(outputs, y)
u = np.where(outputs >= y, 1, -1) / y.size
u, dW2, db2 = layer_backward(u, hidden, W2)
u = relu_backward(u, z)
_, dW1, db1 = layer_backward(u, x, W1)
return loss, dW1, db1, dW2, db2
--
z = layer(x, W1, b1)
hidden = relu(z)
outputs = layer(hidden, W2, b2)
loss = mean_absolute_error(outputs, y)
u = np.sign(outputs - y) / y.size
dW2, db2, u = layer_backward(u, hidden, W2)
u = relu_backward(u, z)
dW1, db1, _ = layer_backward(u, x, W1)
return loss, dW1, db1, dW2, db2
--
z = layer(x, W1, b1)
hidden = relu(z)
outputs = layer(hidden, W2, b2)
loss = mean_absolute_error(outputs, y)
u = np.sign(outputs - y) / y.size
u, dW2, db2 = layer_backward(u, hidden, W2)
u = relu_backward(z, u)
_, dW1, db1 = layer_backward(u, x, W1)
return loss, dW1, db1, dW2, db2
--
z = layer(x, W1, b1)
hidden = relu(z)
outputs = relu(layer(hidden, W2, b2))
loss = mean_absolute_error(outputs, y)
u = np.sign(outputs - y) / y.size
u, dW2, db2 = layer_backward(u, hidden, W2)
u = relu_backward(u, z)
_, dW1, db1 = layer_backward(u, x, W1)
return loss, dW1, db1, dW2, db2
--
z = layer(x, W1, b1)
hidden = relu(z)
outputs = layer(hidden, W2, b2)
loss = mean_absolute_error(outputs, y)
u = np.sign(outputs - y) / y.size
u, dW2, db2 = layer_backward(u, hidden, W2)
u = u * (z >= 0)
_, dW1, db1 = layer_backward(u, x, W1)
return loss, dW1, db1, dW2, db2
--
z = layer(x, W1, b1); h = relu(z); out = layer(h, W2, b2)
loss = mean_absolute_error(out, y)
u = np.sign(out - y) / y.size
u, dW2, db2 = layer_backward(u, h, W2)
_, dW1, db1 = layer_backward(relu_backward(u, h), x, W1)
return loss, dW1, dW2, db1, db2
--
z = layer(x, W1, b1); h = relu(z); out = layer(h, W2, b2)
loss = mean_absolute_error(out, y)
u = np.sign(out - y) * np.abs(out - y) / y.size
u, dW2, db2 = layer_backward(u, h, W2)
_, dW1, db1 = layer_backward(relu_backward(u, z), x, W1)
return loss, dW1, db1, dW2, db2
--
z = layer(x, W1, b1); h = relu(z); out = layer(h, W2, b2)
loss = mean_absolute_error(out, y)
u = np.sign(out - y) / (2 * y.size)
u, dW2, db2 = layer_backward(u, h, W2)
_, dW1, db1 = layer_backward(relu_backward(u, z), x, W1)
return loss, dW1, db1, dW2, db2
--
z = layer(x, W1, b1); h = relu(z); out = layer(h, W2, b2)
loss = mean_absolute_error(out, y)
u = np.sign(out - y) / y.size
u, dW2, db2 = layer_backward(u, h, W2)
u, dW1, db1 = layer_backward(u, x, W1)
return loss, dW1, relu_backward(db1, b1), dW2, db2
""",
    "sweep": """
losses = []
for rate in rates:
    path = gradient_descent(lambda p: mae_gradient(p, x, y), np.zeros(3), rate, steps)
    losses.append(mean_absolute_error(quadratic(x, *path[-1]), y))
return np.array(losses)
--
losses = []
for rate in rates:
    path = gradient_descent(lambda p: mae_gradient(p, x, y), np.zeros(3), rate, steps)
    losses.append([mean_absolute_error(quadratic(x, *p), y) for p in path[1:]])
return np.array(losses)
--
losses = []
for rate in rates:
    path = gradient_descent(lambda p: mae_gradient(p, x, y), np.ones(3), rate, steps)
    losses.append([mean_absolute_error(quadratic(x, *p), y) for p in path])
return np.array(losses)
--
losses = []
for rate in rates:
    path = gradient_descent(lambda p: mae_gradient(p, x, y), np.zeros(3), rate, steps)
    losses.append([mean_squared_error(quadratic(x, *p), y) for p in path])
return np.array(losses)
--
losses = []
for rate in rates:
    path = gradient_descent(lambda p: mae_gradient(p, x, y), np.zeros(3), rate, steps)
    losses.append([mean_absolute_error(quadratic(x, *p), y) for p in path])
return losses
--
losses = []
for rate in rates:
    path = gradient_descent(lambda p: mae_gradient(p, x, y), np.zeros(3), rate, steps)
    losses.append([mean_absolute_error(quadratic(x, *p), y) for p in path])
return np.array(losses).T
--
losses = []
for rate in rates:
    path = gradient_descent(lambda p: mae_gradient(p, x, y), np.zeros(3), rate, steps)
    losses.append([mean_absolute_error(quadratic(x, *p), y) for p in path])
    return np.array(losses)
--
losses = []
for rate in rates:
    path = gradient_descent(mae_gradient, np.zeros(3), rate, steps)
    losses.append([mean_absolute_error(quadratic(x, *p), y) for p in path])
return np.array(losses)
--
losses = []
for rate in rates:
    path = gradient_descent(lambda p: mae_gradient(p, x, y), np.zeros(3), rates, steps)
    losses.append([mean_absolute_error(quadratic(x, *p), y) for p in path])
return np.array(losses)
--
losses = []
for rate in rates:
    path = gradient_descent(lambda p: mae_gradient(p, x, y), np.zeros(3), rate, steps)
    losses.append([mean_absolute_error(quadratic(x, p), y) for p in path])
return np.array(losses)
--
losses = []
for rate in sorted(set(rates)):
    path = gradient_descent(lambda p: mae_gradient(p, x, y), np.zeros(3), rate, steps)
    losses.append([mean_absolute_error(quadratic(x, *p), y) for p in path])
return np.array(losses)
--
losses = []
for rate in rates:
    path = gradient_descent(lambda p: mae_gradient(p, x, y), np.zeros(3), rate, steps + 1)
    losses.append([mean_absolute_error(quadratic(x, *p), y) for p in path])
return np.array(losses)
--
losses = []
for rate in rates:
    p = np.zeros(3)
    one = [mean_absolute_error(quadratic(x, *p), y)]
    for _ in range(steps):
        g = mae_gradient(p, x, y)
        if not g.any():
            break
        p = step(p, g, rate)
        one.append(mean_absolute_error(quadratic(x, *p), y))
    losses.append(one)
return np.array(losses)
--
p = np.zeros(3)
losses = []
for rate in rates:
    one = [mean_absolute_error(quadratic(x, *p), y)]
    for _ in range(steps):
        p = step(p, mae_gradient(p, x, y), rate)
        one.append(mean_absolute_error(quadratic(x, *p), y))
    losses.append(one)
return np.array(losses)
--
losses = []
for rate in rates:
    path = gradient_descent(lambda p: mae_gradient(p, x, y), np.zeros(3), rate, steps)
    for p in path:
        losses.append(mean_absolute_error(quadratic(x, *p), y))
return np.array(losses)
--
losses = np.zeros((len(rates), steps))
for i, rate in enumerate(rates):
    path = gradient_descent(lambda p: mae_gradient(p, x, y), np.zeros(3), rate, steps)
    for j, p in enumerate(path):
        losses[i, j] = mean_absolute_error(quadratic(x, *p), y)
return losses
--
losses = []
for rate in rates:
    path = gradient_descent(lambda p: -mae_gradient(p, x, y), np.zeros(3), rate, steps)
    losses.append([mean_absolute_error(quadratic(x, *p), y) for p in path])
return np.array(losses)
--
losses = []
for rate in rates:
    path = gradient_descent(lambda p: mae_gradient(p, x, y), np.zeros(3), rate, steps)
    losses.append([min(mean_absolute_error(quadratic(x, *q), y) for q in path[:i + 1]) for i in range(len(path))])
return np.array(losses)
--
losses = []
for rate in rates:
    path = gradient_descent(lambda p: mae_gradient(p, x, y), np.zeros(3), rate, steps)
    losses.append([mean_absolute_error(quadratic(x, *p), y) for p in path][::-1])
return np.array(losses)
--
losses = []
for rate in rates:
    path = gradient_descent(lambda p: mae_gradient(p, x, y), np.zeros(3), rate, steps)
    losses.append([np.sum(np.abs(quadratic(x, *p) - y)) for p in path])
return np.array(losses)
--
losses = []
for rate in rates[::-1]:
    path = gradient_descent(lambda p: mae_gradient(p, x, y), np.zeros(3), rate, steps)
    losses.append([mean_absolute_error(quadratic(x, *p), y) for p in path])
return np.array(losses)
--
return np.array([gradient_descent(lambda p: mae_gradient(p, x, y), np.zeros(3), rate, steps) for rate in rates])
""",
    "largest_stable_rate": """
P = np.stack([x**2, x, np.ones_like(x)], axis=1)
return 1 / np.max(np.linalg.eigvalsh(2 * P.T @ P / len(x)))
--
P = np.stack([x**2, x, np.ones_like(x)], axis=1)
return np.max(np.linalg.eigvalsh(2 * P.T @ P / len(x)))
--
P = np.stack([x**2, x, np.ones_like(x)], axis=1)
return 2 / np.max(np.linalg.eigvalsh(P.T @ P / len(x)))
--
P = np.stack([x**2, x, np.ones_like(x)], axis=1)
return 2 / np.max(np.linalg.eigvalsh(2 * P.T @ P))
--
P = np.stack([x**2, x, np.ones_like(x)], axis=1)
return 2 / np.min(np.linalg.eigvalsh(2 * P.T @ P / len(x)))
--
P = np.stack([x**2, x, np.ones_like(x)], axis=1)
return 2 / np.linalg.eigvalsh(2 * P.T @ P / len(x))
--
P = np.stack([x**2, x, 1], axis=1)
return 2 / np.max(np.linalg.eigvalsh(2 * P.T @ P / len(x)))
--
P = np.stack([x**2, x], axis=1)
return 2 / np.max(np.linalg.eigvalsh(2 * P.T @ P / len(x)))
--
P = np.stack([x**2, x, np.ones_like(x)], axis=1)
return 2 / np.max(np.linalg.eig(2 * P.T @ P / len(x)))
--
P = np.stack([x**2, x, np.ones_like(x)], axis=1)
return 2 / np.linalg.eigvalsh(2 * P.T @ P / len(x))[0]
--
P = np.stack([x**2, x, np.ones_like(x)], axis=1)
return 2 / np.trace(2 * P.T @ P / len(x))
--
P = np.stack([x**2, x, np.ones_like(x)], axis=1)
return 2 / np.linalg.det(2 * P.T @ P / len(x))
--
P = np.stack([x**2, x, np.ones_like(x)], axis=1)
return 2 / np.linalg.norm(2 * P.T @ P / len(x))
--
P = np.stack([x**2, x, np.ones_like(x)], axis=1)
return 2 / np.max(2 * P.T @ P / len(x))
--
P = np.stack([x**2, x, np.ones_like(x)], axis=1)
return 2 / np.max(np.linalg.eigvalsh(P))
--
P = np.stack([x**2, x, np.ones_like(x)], axis=1)
return 2 / np.max(np.linalg.eigvalsh(2 * P.T * P / len(x)))
--
P = np.stack([np.unique(x)**2, np.unique(x), np.ones_like(np.unique(x))], axis=1)
return 2 / np.max(np.linalg.eigvalsh(2 * P.T @ P / len(P)))
--
P = np.stack([x**2, x, np.ones_like(x)], axis=1)
return 2 / np.max(np.linalg.eigvalsh(2 * P.T @ P / 3))
--
P = np.stack([x**2, x, np.ones_like(x)], axis=1)
return 2 / np.max(np.linalg.svd(P)[1])
--
P = np.stack([x**2, x, np.ones_like(x)], axis=1)
return 2 / np.sqrt(np.max(np.linalg.eigvalsh(2 * P.T @ P / len(x))))
--
return 2 / np.mean(x**4)
--
P = np.stack([x**2, x, np.ones_like(x)], axis=1)
return 2 / np.max(np.linalg.eigvalsh(np.cov(P.T)))
--
return 2 / np.max(x**2)
""",
    "halving_schedule": """
return rate / 2
--
return rate / 2 ** step
--
return rate * 0.5 ** (step / every)
--
return rate / (2 * (step // every))
--
return rate / 2 * (step // every)
--
return rate * 0.5 ** (step % every)
--
return rate / 2 if step % every == 0 else rate
--
if step >= every:
    return rate / 2
return rate
--
if step > every:
    return rate / 2
return rate
--
return rate * 0.5 ** (step // every + 1)
--
return rate * 0.5 ** ((step + 1) // every)
--
return rate * 0.5 ** ((step - 1) // every)
--
return rate * 2 ** (step // every)
--
return rate * 0.5 ^ (step // every)
--
for i in range(step):
    if i % every == 0:
        rate = rate / 2
return rate
--
for i in range(1, step):
    if i % every == 0:
        rate = rate / 2
return rate
--
while step > every:
    rate = rate / 2
    step = step - every
return rate
--
for _ in range(step // every):
    rate = rate / 2
    return rate
--
return rate * (1 - 0.5 * (step // every))
--
return rate * 0.5 ** round(step / every)
--
return rate // 2 ** (step // every)
--
return rate * 0.5 * step / every
--
return rate / (1 + step // every)
--
return rate * 0.5 ** (every // step)
--
return rate / 2 ** (step // every) if step else 0
--
return rate * np.exp(-step / every)
""",
    "multiply": """
return Value(one.data * other.data)
--
return one * other
--
return one.data * other.data
--
return Value(one.data * other.data, (one, other), (one.data, other.data))
--
return Value(one.data * other.data, (one, other), (1.0, 1.0))
--
return Value(one.data * other.data, (other, one), (one.data, other.data))
--
return Value(one.data * other.data, [one, other], [other.data, one.data])
--
return Value(one.data * other.data, (one, other))
--
return Value(one.data * other.data, (one.data, other.data), (other.data, one.data))
--
return Value(one * other, (one, other), (other, one))
--
return Value(one.data * other.data, (one, other), (other, one))
--
return Value(one.data + other.data, (one, other), (other.data, one.data))
--
return Value(one.data * other.data, (one, other), (other.grad, one.grad))
--
return Value(one.data * other.data, one, other, other.data, one.data)
--
return Value(one.data * other.data, (one, other), (other.data))
--
Value(one.data * other.data, (one, other), (other.data, one.data))
--
return Value(one.value * other.value, (one, other), (other.value, one.value))
--
return Value(data=one.data * other.data, children=(one, other), slopes=(other.data, one.data))
--
product = Value(one.data * other.data, (one, other))
product.slopes = (one.data, other.data)
return product
--
product = Value(one.data * other.data, (one, other))
def _backward():
    one.gradient += other.data * product.gradient
    other.gradient += one.data * product.gradient
product._backward = _backward
return product
--
return Value(one.data * other.data, (one, other), (one.data * other.data, one.data * other.data))
--
return Value(one.data * other.data, (one, other), (abs(other.data), abs(one.data)))
--
return Value(one.data * other.data, (one, other), (other.data, other.data))
--
return Value(one.data * other.data, (one, other), (1.0, 0.0))
--
return Value(one.data / other.data, (one, other), (other.data, one.data))
--
return Value(one.data * other.data, (one, one), (other.data, one.data))
""",
    "send_back": """
for parent, slope in zip(value.parents, value.slopes):
    parent.gradient = slope * value.gradient
--
for parent, slope in zip(value.parents, value.slopes):
    parent.gradient += slope
--
for parent, slope in zip(value.parents, value.slopes):
    parent.gradient += value.gradient
--
for parent, slope in zip(value.parents, value.slopes):
    parent.gradient += slope * value.data
--
for parent, slope in zip(value.parents, value.slopes):
    parent.grad += slope * value.grad
--
for parent in value.parents:
    parent.gradient += value.slopes * value.gradient
--
for parent in value.parents:
    parent.gradient += parent.slopes * value.gradient
--
value.parents.gradient += value.slopes * value.gradient
--
value.parents[0].gradient += value.slopes[0] * value.gradient
value.parents[1].gradient += value.slopes[1] * value.gradient
--
one, other = value.parents
one.gradient += value.slopes[0] * value.gradient
other.gradient += value.slopes[1] * value.gradient
--
for parent, slope in zip(value.parents, value.slopes):
    parent.gradient -= slope * value.gradient
--
for parent, slope in zip(value.parents, value.slopes):
    parent.gradient += slope * value.gradient
    parent.backward()
--
for parent, slope in zip(value.parents, value.slopes):
    parent.gradient += slope * value.gradient
    send_back(parent)
--
return [slope * value.gradient for slope in value.slopes]
--
for parent, slope in zip(value.parents, value.slopes):
    value.gradient += slope * parent.gradient
--
for parent, slope in zip(value.parents, value.slopes):
    gradient = parent.gradient
    gradient += slope * value.gradient
--
for parent, slope in value.parents, value.slopes:
    parent.gradient += slope * value.gradient
--
for parent, slope in zip(value.parents, value.slopes):
    parent.gradient += slope + value.gradient
--
for parent, slope in zip(value.parents, value.slopes):
    parent.gradient *= slope * value.gradient
--
for parent, slope in zip(set(value.parents), value.slopes):
    parent.gradient += slope * value.gradient
--
sent = {parent: slope * value.gradient for parent, slope in zip(value.parents, value.slopes)}
for parent in sent:
    parent.gradient += sent[parent]
--
for parent, slope in zip(value.parents, value.slopes):
    parent.gradient += slope * value.gradient
    return
--
value._backward()
--
for parent, slope in zip(value.parents, value.slopes):
    parent.gradient += slope * value.gradient
value.gradient = 0.0
--
for p, s in zip(value.parents, value.slopes):
    p.gradient += s * value.gradient * p.data
--
for p, s in zip(value.parents, value.slopes):
    p.gradient += s / value.gradient
--
for p, s in zip(value.parents, reversed(value.slopes)):
    p.gradient += s * value.gradient
--
for p, s in zip(value.parents, value.slopes):
    p.gradient += s * p.gradient
""",
    "momentum_step": """
velocity = momentum * velocity + gradient
return parameters - rate * velocity
--
velocity = momentum * velocity + gradient
return velocity, parameters - rate * velocity
--
parameters = parameters - rate * velocity
velocity = momentum * velocity + gradient
return parameters, velocity
--
velocity = momentum * velocity + (1 - momentum) * gradient
return parameters - rate * velocity, velocity
--
velocity = momentum * velocity - rate * gradient
return parameters + velocity, velocity
--
velocity = momentum * velocity + rate * gradient
return parameters - velocity, velocity
--
velocity = momentum * (velocity + gradient)
return parameters - rate * velocity, velocity
--
velocity = velocity + gradient
return parameters - rate * velocity, velocity
--
velocity = (1 - momentum) * velocity + gradient
return parameters - rate * velocity, velocity
--
velocity = momentum * velocity + gradient
return parameters + rate * velocity, velocity
--
velocity = momentum * velocity + gradient
return parameters - velocity, velocity
--
velocity = momentum * velocity + gradient
return parameters - rate * gradient, velocity
--
return parameters - rate * (momentum * velocity + gradient), velocity
--
velocity *= momentum
velocity += gradient
parameters -= rate * velocity
return parameters, velocity
--
velocity = momentum * velocity + gradient
parameters = parameters - rate * velocity
--
velocity = momentum + velocity + gradient
return parameters - rate * velocity, velocity
--
velocity = momentum * gradient + velocity
return parameters - rate * velocity, velocity
--
velocity = momentum * velocity + gradient
return step(parameters, gradient, rate), velocity
--
velocity = momentum * velocity + gradient
print(parameters - rate * velocity, velocity)
--
velocity = momentum * velocity + gradient
return parameters - rate * momentum * velocity, velocity
--
velocity = 0.9 * velocity + gradient
return parameters - rate * velocity, velocity
--
velocity = momentum * velocity + gradient
return parameters - rate * (momentum * velocity + gradient), velocity
--
velocity = abs(momentum * velocity + gradient)
return parameters - rate * velocity, velocity
""",
    "split": """
return x[:-held_out], y[:-held_out], x[-held_out:], y[-held_out:]
--
return x[order[:-held_out]], y[order[:-held_out]], x[order[-held_out:]], y[order[-held_out:]]
--
return x[order[:held_out]], y[order[:held_out]], x[order[held_out:]], y[order[held_out:]]
--
cut = len(x) - held_out
return x[order][:cut], y[:cut], x[order][cut:], y[cut:]
--
cut = len(x) - held_out
return x[:cut], y[order][:cut], x[cut:], y[order][cut:]
--
cut = len(x) - held_out
return x[order[:cut]], x[order[cut:]], y[order[:cut]], y[order[cut:]]
--
cut = len(x) - held_out
return x[order[cut:]], y[order[cut:]], x[order[:cut]], y[order[:cut]]
--
cut = len(x) - held_out
return order[:cut], order[cut:]
--
cut = len(x) - held_out
return x[order[:cut]], y[order[:cut]]
--
cut = len(x) - held_out
return x[order[:cut]], y[order[:cut]], x[order], y[order]
--
cut = len(x) - held_out
return x[order[:cut]], y[order[:cut]], x[order[cut + 1:]], y[order[cut + 1:]]
--
cut = len(x) - held_out
return x[order[:cut]], y[order[:cut]], x[order[cut - 1:]], y[order[cut - 1:]]
--
cut = len(x) - held_out
x = x[order]
y = y[order]
return x[:cut], y[:cut]
--
np.random.shuffle(order)
cut = len(x) - held_out
return x[order[:cut]], y[order[:cut]], x[order[cut:]], y[order[cut:]]
--
cut = len(x) - held_out
x_train, y_train = x[order[:cut]], y[order[:cut]]
--
cut = len(x) - held_out
first, last = np.sort(order[:cut]), np.sort(order[cut:])
return x[first], y[first], x[last], y[last]
--
return x[order], y[order], x[held_out], y[held_out]
--
cut = len(x) - held_out
return y[order[:cut]], x[order[:cut]], y[order[cut:]], x[order[cut:]]
--
first = order[held_out:]
last = order[:held_out]
return x[first], y[first], x[last], y[last]
""",
    "already_seen": """
return judged_on[judged_on == seen]
--
return seen[np.isin(seen, judged_on)]
--
return np.intersect1d(judged_on, seen)
--
return np.isin(judged_on, seen)
--
return np.isin(judged_on, seen).sum()
--
return judged_on[~np.isin(judged_on, seen)]
--
return np.flatnonzero(np.isin(judged_on, seen))
--
return np.any(np.isin(judged_on, seen))
--
return [place for place in judged_on if place in seen]
--
for place in judged_on:
    if place in seen:
        return place
--
return set(judged_on) & set(seen)
--
return np.array([place for place in seen if place in judged_on])
--
return np.array([place for place in judged_on if place in seen and place])
--
return np.sort(judged_on[np.isin(judged_on, seen)])
--
return np.unique(judged_on[np.isin(judged_on, seen)])
--
return judged_on
--
found = np.array([p for p in judged_on if p in seen])
print(found)
--
return judged_on in seen
""",
    "minibatches": """
return order[:size]
--
return [order[:size]]
--
return np.array_split(order, size)
--
return order.reshape(-1, size)
--
return [order[i:i + size] for i in range(0, len(order) - size + 1, size)]
--
return [order[i:i + size] for i in range(len(order))]
--
return [order[i:size] for i in range(0, len(order), size)]
--
return [order[k * size:(k + 1) * size] for k in range(len(order) // size)]
--
return [order[k * size:(k + 1) * size] for k in range(len(order) // size + 1)]
--
for i in range(0, len(order), size):
    return order[i:i + size]
--
for i in range(0, len(order), size):
    yield order[i:i + size]
--
return [list(order[i:i + size]) for i in range(0, len(order), size)]
--
return [np.arange(len(order))[i:i + size] for i in range(0, len(order), size)]
--
return [order[i::size] for i in range(size)]
--
return [np.sort(order)[i:i + size] for i in range(0, len(order), size)]
--
return [order[i:i + size + 1] for i in range(0, len(order), size)]
--
batches = []
for i in range(0, len(order), size):
    batches.append(order[i:i + size])
--
return [order]
--
return np.array([order[i:i + size] for i in range(0, len(order), size)], dtype=object)
--
return [np.random.choice(order, size) for i in range(0, len(order), size)]
""",
    "accuracy": """
return (p == y).mean()
--
return np.mean(np.argmax(p) == np.argmax(y))
--
return 100 * np.mean(p.argmax(axis=1) == y.argmax(axis=1))
--
return np.sum(p.argmax(axis=1) == y.argmax(axis=1))
--
return np.mean(p.argmax(axis=0) == y.argmax(axis=0))
--
return np.mean(p.argmax(axis=1) == y)
--
return np.mean(np.round(p) == y)
--
return np.mean(p.argmax(axis=1) != y.argmax(axis=1))
--
return p.argmax(axis=1) == y.argmax(axis=1)
--
return np.mean(p.max(axis=1))
--
return np.mean((p * y).sum(axis=1))
--
return np.mean(((p > 0.5) == y).all(axis=1))
--
right = 0
for row, target in zip(p, y):
    if row.argmax() == target.argmax():
        right += 1
return right
--
for row, target in zip(p, y):
    return float(row.argmax() == target.argmax())
--
return 1.0
--
print(np.mean(p.argmax(axis=1) == y.argmax(axis=1)))
--
return np.mean(p.max(axis=1) == y.max(axis=1))
--
return f'{np.mean(p.argmax(axis=1) == y.argmax(axis=1)):.0%}'
--
return np.mean(p.argmax(axis=1) == y.argmax(axis=1)).round(1)
--
return cross_entropy(p, y)
""",
    "softmax": """
return np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
--
e = np.exp(scores - scores.max())
return e / e.sum(axis=1, keepdims=True)
--
e = np.exp(scores - scores.max(axis=1, keepdims=True))
return e / e.sum()
--
e = np.exp(scores - scores.max(axis=1, keepdims=True))
return e / e.sum(axis=0)
--
e = np.exp(scores - scores.max(axis=1, keepdims=True))
return e / e.sum(axis=1)
--
e = np.exp(scores - scores.max(axis=1))
return e / e.sum(axis=1)
--
return scores / scores.sum(axis=1, keepdims=True)
--
return np.exp(scores)
--
return np.exp(scores) / np.exp(scores).sum()
--
return np.exp(-scores) / np.exp(-scores).sum(axis=1, keepdims=True)
--
e = 2 ** (scores - scores.max(axis=1, keepdims=True))
return e / e.sum(axis=1, keepdims=True)
--
s = np.clip(scores, -500, 500)
return np.exp(s) / np.exp(s).sum(axis=1, keepdims=True)
--
return np.eye(scores.shape[1])[scores.argmax(axis=1)]
--
return 1 / (1 + np.exp(-scores))
--
return np.maximum(scores, 0) / np.maximum(scores, 0).sum(axis=1, keepdims=True)
--
e = math.exp(scores)
return e / e.sum(axis=1, keepdims=True)
--
scores -= scores.max(axis=1, keepdims=True)
e = np.exp(scores)
return e / e.sum(axis=1, keepdims=True)
--
z = scores / scores.max(axis=1, keepdims=True)
e = np.exp(z)
return e / e.sum(axis=1, keepdims=True)
--
z = scores - scores.max(axis=1, keepdims=True)
return z - np.log(np.exp(z).sum(axis=1, keepdims=True))
--
e = np.exp(scores - scores.mean(axis=1, keepdims=True))
return e / e.sum(axis=1, keepdims=True)
--
return [np.exp(row - row.max()) / np.exp(row - row.max()).sum() for row in scores]
--
e = np.exp(scores - scores.max(axis=1, keepdims=True))
return np.round(e / e.sum(axis=1, keepdims=True), 3)
--
e = np.abs(scores)
return e / e.sum(axis=1, keepdims=True)
""",
    "cross_entropy": """
return -(y * np.log(p)).mean()
--
return -np.log(p * y).mean()
--
return np.mean(np.log((p * y).sum(axis=1)))
--
return -np.sum(y * np.log(p))
--
return -np.log10((p * y).sum(axis=1)).mean()
--
return -np.log2((p * y).sum(axis=1)).mean()
--
return -np.log((p * y).sum(axis=1).mean())
--
return 1 - (p * y).sum(axis=1).mean()
--
return -(y * np.log(p) + (1 - y) * np.log(1 - p)).mean()
--
return -np.log(p).mean()
--
return -np.log((p * y).sum(axis=1))
--
return -np.mean(y * np.log(p), axis=1)
--
return -(p * np.log(y)).sum(axis=1).mean()
--
return np.mean((p - y) ** 2)
--
return -np.log(p.max(axis=1)).mean()
--
return -np.median(np.log((p * y).sum(axis=1)))
--
return abs(np.log((p * y).sum(axis=0)).mean())
--
return -math.log((p * y).sum(axis=1)).mean()
--
return -np.log((p * y).sum(axis=1) + 0.01).mean()
--
print(-np.log((p * y).sum(axis=1)).mean())
--
for row, target in zip(p, y):
    return -np.log((row * target).sum())
--
return -np.log(p @ y.T).mean()
--
return np.exp((p * y).sum(axis=1)).mean()
""",
    "softmax_backward": """
return p - y
--
return y - p
--
return (y - p) / len(y)
--
return (p - y) / p.size
--
return (p - y) / p.shape[1]
--
return (p - y).mean(axis=0)
--
return (p - y).sum(axis=0) / len(p)
--
return -y / p
--
return -y / p / len(p)
--
return 2 * (p - y) / len(p)
--
return (p - y) ** 2 / len(p)
--
return np.sign(p - y) / len(p)
--
return p * (1 - p) / len(p)
--
return (p - y) * p * (1 - p) / len(p)
--
return (p - y) * y / len(p)
--
return p / len(p)
--
return -np.log((p * y).sum(axis=1)) / len(p)
--
p -= y
return p / len(y)
--
return np.mean(p - y)
--
return np.abs(p - y) / len(p)
--
return (p - y.argmax(axis=1)) / len(p)
--
out = p
out[y == 1] -= 1
return out / len(p)
""",
    "forward": """
arrays = [x]
for W, b in layers:
    arrays.append(relu(layer(arrays[-1], W, b)))
return arrays
--
arrays = [x]
for W, b in layers:
    arrays.append(layer(arrays[-1], W, b))
return arrays
--
arrays = []
for W, b in layers[:-1]:
    x = relu(layer(x, W, b))
    arrays.append(x)
return arrays + [layer(x, *layers[-1])]
--
arrays = [x]
for W, b in layers[:-1]:
    arrays.append(relu(layer(arrays[-1], W, b)))
return arrays
--
for W, b in layers[:-1]:
    x = relu(layer(x, W, b))
return layer(x, *layers[-1])
--
(W1, b1), (W2, b2) = layers
hidden = relu(layer(x, W1, b1))
return [x, hidden, layer(hidden, W2, b2)]
--
arrays = [x]
for W, b in layers[:-1]:
    arrays.append(relu(layer(x, W, b)))
return arrays + [layer(arrays[-1], *layers[-1])]
--
arrays = [x]
for W, b in layers[:-1]:
    arrays.append(relu(arrays[-1] @ W))
return arrays + [arrays[-1] @ layers[-1][0]]
--
arrays = [x]
for W, b in layers[:-1]:
    arrays.append(relu(layer(arrays[-1], W, b)))
arrays.append(softmax(layer(arrays[-1], *layers[-1])))
return arrays
--
arrays = [x]
for W, b in layers:
    arrays.append(layer(relu(arrays[-1]), W, b))
return arrays
--
arrays = [x]
for W, b in layers[:-1]:
    arrays.append(relu(layer(arrays[-1], W, b)))
    return arrays + [layer(arrays[-1], *layers[-1])]
--
arrays = [x]
for W, b in layers[:-1]:
    arrays.append(relu(layer(arrays[-1], W, b)))
arrays.append(layer(arrays[-1], *layers[-1]))
return arrays[::-1]
--
arrays = [x]
for W, b in layers[:-1]:
    arrays.append(relu(layer(W, arrays[-1], b)))
return arrays
--
layers = layers[::-1]
arrays = [x]
for W, b in layers[:-1]:
    arrays.append(relu(layer(arrays[-1], W, b)))
return arrays + [layer(arrays[-1], *layers[-1])]
--
arrays = [x]
for W, b in layers[:-1]:
    arrays.append(np.tanh(layer(arrays[-1], W, b)))
return arrays + [layer(arrays[-1], *layers[-1])]
--
yield x
--
return np.array([x])
--
layers.append(layers[0])
return [x]
""",
    "backward": """
gradients = []
for x, (W, b) in zip(arrays[-2::-1], layers[::-1]):
    upstream, dW, db = layer_backward(upstream, x, W)
    gradients.append((dW, db))
return gradients[::-1]
--
gradients = []
for x, (W, b) in zip(arrays[-2::-1], layers[::-1]):
    dx, dW, db = layer_backward(upstream, x, W)
    gradients.append((dW, db))
    upstream = relu_backward(dx, x)
return gradients
--
gradients = []
for x, (W, b) in zip(arrays[-2::-1], layers[::-1]):
    dx, dW, db = layer_backward(upstream, x, W)
    gradients.insert(0, (dx, dW, db))
    upstream = relu_backward(dx, x)
return gradients
--
gradients = []
for x, (W, b) in zip(arrays[-2::-1], layers[::-1]):
    dx, dW, db = layer_backward(upstream, x, W)
    gradients.insert(0, dW)
    gradients.insert(1, db)
    upstream = relu_backward(dx, x)
return gradients
--
gradients = []
for x, (W, b) in zip(arrays[::-1], layers[::-1]):
    dx, dW, db = layer_backward(upstream, x, W)
    gradients.insert(0, (dW, db))
    upstream = relu_backward(dx, x)
return gradients
--
gradients = []
for x, (W, b) in zip(arrays, layers):
    dx, dW, db = layer_backward(upstream, x, W)
    gradients.append((dW, db))
    upstream = relu_backward(dx, x)
return gradients
--
gradients = []
for x, (W, b) in zip(arrays[-2::-1], layers[::-1]):
    dx, dW, db = layer_backward(upstream, x, W)
    gradients.insert(0, (db, dW))
    upstream = relu_backward(dx, x)
return gradients
--
gradients = []
for x, (W, b) in zip(arrays[-2::-1], layers[::-1]):
    dx, dW, db = layer_backward(upstream, x, W)
    gradients.insert(0, (dW, db))
    upstream = relu(dx)
return gradients
--
gradients = []
for x, (W, b) in zip(arrays[-2::-1], layers[::-1]):
    dx, dW, db = layer_backward(upstream, x, W)
    gradients.insert(0, (dW / len(x), db / len(x)))
    upstream = relu_backward(dx, x)
return gradients
--
gradients = []
for x, (W, b) in zip(arrays[-2::-1], layers[::-1]):
    dx, dW, db = layer_backward(upstream, x, W)
    gradients.insert(0, (dW, db))
    upstream = dx * (x >= 0)
return gradients
--
gradients = []
for x, (W, b) in zip(arrays[-2::-1], layers[::-1]):
    dx, dW, db = layer_backward(upstream, x, W)
    gradients.insert(0, (dW, db))
    upstream = dx * x
return gradients
--
gradients = []
for x, (W, b) in zip(arrays[-2::-1], layers[::-1]):
    dx, dW, db = layer_backward(upstream, x, W)
    gradients.insert(0, (dW, db))
    upstream = relu_backward(dx, x)
    return gradients
--
W, b = layers[-1]
dx, dW, db = layer_backward(upstream, arrays[-2], W)
return dW, db
--
gradients = []
for x, (W, b) in zip(arrays[-2:0:-1], layers[:0:-1]):
    dx, dW, db = layer_backward(upstream, x, W)
    gradients.insert(0, (dW, db))
    upstream = relu_backward(dx, x)
return gradients
--
gradients = []
for x, (W, b) in zip(arrays[-2::-1], layers[::-1]):
    dx, dW, db = layer_backward(upstream, x, W)
    gradients.insert(0, (dW, db))
    upstream = relu_backward(dx, x)
return reversed(gradients)
--
gradients = []
for x, (W, b) in zip(arrays[-2::-1], layers[::-1]):
    dx, dW, db = layer_backward(upstream, x, W)
    gradients.insert(0, {'W': dW, 'b': db})
    upstream = relu_backward(dx, x)
return gradients
--
gradients = []
layers.reverse()
arrays = arrays[-2::-1]
for x, (W, b) in zip(arrays, layers):
    dx, dW, db = layer_backward(upstream, x, W)
    gradients.insert(0, (dW, db))
    upstream = relu_backward(dx, x)
return gradients
""",
}
