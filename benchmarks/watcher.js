// Watches one picture, a canvas or an image, and notes when its pixels have changed.
//
// It looks once a frame, just after the frame: every callback of that frame has drawn by then. It looks at two bands at full
// size, the title's and the middle of the picture, because reading a whole canvas would cost a sixth of a frame.
(root, selector) => {
    const copy = document.createElement('canvas');
    const pen = copy.getContext('2d', {willReadFrequently: true});
    const after = new MessageChannel();
    let running = false;
    let image, source, seen;

    function hash(picture, width, height) {
        const band = Math.ceil(height / 8);
        if (copy.width !== width || copy.height !== 2 * band) [copy.width, copy.height] = [width, 2 * band];
        pen.clearRect(0, 0, width, 2 * band);
        pen.drawImage(picture, 0, 0, width, band, 0, 0, width, band);
        pen.drawImage(picture, 0, 4 * band, width, band, 0, band, width, band);
        const pixels = new Uint32Array(pen.getImageData(0, 0, width, 2 * band).data.buffer);
        let sum = 0;
        for (let i = 0; i < pixels.length; i++) sum = Math.imul(sum ^ pixels[i], 16777619);
        return sum;
    }

    function look(now) {
        const picture = root.querySelector(selector);
        if (picture instanceof HTMLImageElement) {
            if (!picture.complete || !picture.naturalWidth) return;
            if (picture === image && picture.src === source) return;
            [image, source] = [picture, picture.src];
            note(now, hash(picture, picture.naturalWidth, picture.naturalHeight));
        } else if (picture?.width) {
            note(now, hash(picture, picture.width, picture.height));
        }
    }

    function note(now, sum) {
        if (sum === seen) return;
        seen = sum;
        watcher.changes.push(now);
    }

    after.port1.onmessage = () => {
        const start = performance.now();
        look(start);
        watcher.spent += performance.now() - start;
        watcher.looks += 1;
    };

    function frame() {
        if (!running) return;
        after.port2.postMessage(null);
        requestAnimationFrame(frame);
    }

    const watcher = {
        changes: [],
        input: 0,
        spent: 0,
        looks: 0,
        start() {
            running = true;
            look(performance.now());
            watcher.changes = [];
            frame();
        },
        stop() {
            running = false;
        },
        // Resolves with the milliseconds from the last input to the first change after it, or null when none comes.
        async answer(patience) {
            for (;;) {
                const change = watcher.changes.find(time => time >= watcher.input);
                if (change) return change - watcher.input;
                if (performance.now() > watcher.input + patience) return null;
                await new Promise(requestAnimationFrame);
            }
        },
        // Resolves when nothing has changed for so many milliseconds, with those from the last input to the last change.
        async rest(quiet) {
            for (;;) {
                const last = Math.max(watcher.input, ...watcher.changes.slice(-1));
                if (performance.now() > last + quiet) return last - watcher.input;
                await new Promise(requestAnimationFrame);
            }
        },
    };
    for (const kind of ['keydown', 'pointermove'])
        window.addEventListener(kind, event => (watcher.input = event.timeStamp), {capture: true});
    return watcher;
}
